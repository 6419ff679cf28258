FROM python:3.11-slim AS packages
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.11-slim
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
