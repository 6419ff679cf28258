"""The solver in a process of its own, because a process can be ended.

HiGHS looks at its time limit between the phases of its work only, and asks whether to go on no more
often: it has been seen to take five times as long as it was given. What overruns is ended, and the
next program gets a new process. As a program (`python -m`) this module is that process.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from time import process_time

from planner.planning.mix import UNSOLVED, Program, Solved, solve

ROOT = Path(__file__).resolve().parents[2]
# Beyond the limit: the solver mostly comes to an end by itself within it.
GRACE = 0.2
# For loading the solver on a busy machine.
SECONDS_TO_START = 20


class SolverProcess:
    """A `Solver` for one thread at a time, which ends in time.

    `count` is called with each program's seconds of a processor.
    """

    def __init__(self, count: Callable[[float], None]) -> None:
        self._count = count
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._is_ready = False

    def __call__(self, program: Program, *, time_limit: float) -> Solved:
        """As `planner.planning.mix.solve`; unsolved where the solver had to be ended."""
        if program.least_seconds > time_limit:
            return UNSOLVED
        try:
            connection = self._connection or self._start()
            self._wait_until_ready(connection)
            connection.send((program, time_limit))
            if not connection.poll(time_limit + GRACE):
                return self._give_up(time_limit + GRACE)
            solved: Solved
            seconds: float
            solved, seconds = connection.recv()
        except (OSError, EOFError):
            # The system ended it, for want of memory for example.
            return self._give_up(0)
        self._count(seconds)
        return replace(solved, seconds=seconds)

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process and self._connection:
            self._connection.close()
            self._process.kill()
            self._process.wait()
        self._process = self._connection = None

    def _start(self) -> Connection:
        self.stop()
        ours, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # Ctrl+C is for the server, which then ends this by closing its side.
                start_new_session=True,
            )
        self._connection, self._is_ready = ours, False
        return ours

    def _wait_until_ready(self, connection: Connection) -> None:
        if not self._is_ready:
            if not connection.poll(SECONDS_TO_START):
                raise EOFError
            connection.recv()
            self._is_ready = True

    def _give_up(self, seconds: float) -> Solved:
        """End the process; the next loads meanwhile."""
        self._start()
        self._count(seconds)
        return replace(UNSOLVED, seconds=seconds)


def main(descriptor: int) -> None:
    """Solve what comes in, until the other side is closed."""
    import highspy  # noqa: F401  # before the first program's time begins

    # Loading is no program's time: after one that had to be ended, it would use up the next one's.
    counted = process_time()
    with Connection(descriptor) as connection:
        connection.send("ready")
        while True:
            try:
                program, time_limit = connection.recv()
            except EOFError:
                return
            solved = solve(program, time_limit=time_limit)
            connection.send((solved, process_time() - counted))
            counted = process_time()


if __name__ == "__main__":
    main(int(sys.argv[1]))
