# Pinned by the digest of the image's index (every architecture), so that two builds have the same
# Python and the same Debian packages; no apt runs. Dependabot proposes newer ones.
FROM python:3.11.16-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b AS base

FROM base AS packages
WORKDIR /build
COPY requirements.txt .
# The lock names every package with its hashes, so the image's pip resolves nothing: its version does
# not matter.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes \
        --requirement requirements.txt \
    && /venv/bin/pip check

FROM base
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 \
    DATABASE_URL=sqlite:////data/planner.sqlite3
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin planner \
    && install --directory --owner planner --mode 0700 /data
WORKDIR /planner
COPY --from=packages /venv /venv
COPY LICENSE NOTICE manage.py gunicorn.conf.py ./
COPY planner planner
COPY campaigns campaigns
COPY templates templates
COPY static static
# The settings want these two; neither is kept.
RUN SECRET_KEY="only-while-the-image-is-built-and-of-no-use-to-anybody" ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q planner campaigns
USER planner
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=20s CMD ["python", "-m", "planner.probe"]
# Not through a shell, which would keep SIGTERM to itself.
CMD ["python", "-m", "planner.operations.serve"]
