from django.db import models


class TokenBucket(models.Model):
    """How often one client may still do one thing: see `campaigns.rate_limits`.

    `key` is a keyed hash, so that the row identifies no client.
    """

    key = models.CharField(max_length=64, unique=True)
    tokens = models.FloatField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["updated_at"], name="token_bucket_by_update")]

    def __str__(self) -> str:
        return self.key
