"""`python -m planner.probe`: asks the server beside it whether it is well; for containers."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def main() -> int:
    """0 if the server on this machine is well, else 1."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".") or "localhost"
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=8)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        response = connection.getresponse()
        print(response.read().decode().strip())
    except (OSError, HTTPException) as error:
        print(f"The server does not answer: {error}")
        return 1
    finally:
        connection.close()
    return 0 if response.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
