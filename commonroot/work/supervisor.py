"""The supervisor: one web process and one work process, each restarted when it dies.

`python -m commonroot.work.supervisor` (or `manage.py serve`). It imports no Django, so that it
costs a few megabytes; what needs Django (migrating, filling the demo) runs in children. Every
child dies with its parent (PR_SET_PDEATHSIG), so that `kill -9` leaves nothing on the port.

COMMONROOT_HOME holds the own school; its folder `demo` holds the demo school, with a database and
keys of its own. The file `mode` in it says which of both is served; the first-run page writes it,
and the supervisor follows: it prepares the other one while this one still answers, then swaps.
"""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READY_VARIABLE = "COMMONROOT_READY_PIPE"
PR_SET_PDEATHSIG = 1

LOOK_EVERY_SECONDS = 0.25  # at the mode file
PATIENCE_SECONDS = 10  # of a child told to end, before it is killed
STEADY_SECONDS = 10  # a child that lived this long is restarted at once
# Before the next start of a child that keeps dying.
RESTS_SECONDS = (0.0, 0.1, 0.2, 0.5, 2.0, 5.0, 10.0)
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

libc = ctypes.CDLL(None, use_errno=True)


class CannotServe(Exception):
    """What keeps Commonroot from starting, as a sentence for who started it."""


def die_with(parent: int) -> None:
    """Have this process killed when `parent` dies, also if that has happened already."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Instance:
    """One school's place: the own one in `home`, or the demo in `home/demo`."""

    mode: str
    folder: Path
    environment: dict[str, str]

    @property
    def keys(self) -> Path:
        """The key file, which must be there before any Django command can start."""
        return Path(self.environment.get("COMMONROOT_KEYS") or self.folder / "keys.json")

    @property
    def filled(self) -> Path:
        """Present once the demo's people and programmes are in its database."""
        return self.folder / "data" / "demo-is-filled"


@dataclass
class Child:
    """A program that is kept running, and when it last started."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    start_at: float = field(default=0.0)

    def start(self, *, pipe: int | None = None) -> None:
        """Start the program, bound to this process's life; `pipe` stays open in it."""
        environment = self.environment
        if pipe is not None:
            environment = environment | {READY_VARIABLE: str(pipe)}
        self.process = spawn(self.command, environment, keep_open=() if pipe is None else (pipe,))
        self.started = time.monotonic()

    def has_died(self) -> bool:
        """Whether it was started and runs no more."""
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> None:
        """Say when to start it again: at once, later and later if it keeps dying."""
        now = time.monotonic()
        self.deaths = 0 if now - self.started > STEADY_SECONDS else self.deaths + 1
        self.start_at = now + RESTS_SECONDS[min(self.deaths, len(RESTS_SECONDS) - 1)]
        self.process = None

    def end(self) -> None:
        """Tell it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        """Wait until it has ended; kill it when patience ends."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def spawn(
    command: list[str], environment: dict[str, str], *, keep_open: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    """Start a program that dies with us and receives signals as usual."""
    parent = os.getpid()

    def bind() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        die_with(parent)

    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        pass_fds=keep_open,
        # Ctrl-C in the terminal reaches us alone; we end the children in order.
        start_new_session=True,
        preexec_fn=bind,  # noqa: PLW1509 - safe: no other thread runs here
    )


def run_once(
    command: list[str],
    environment: dict[str, str],
    *,
    meanwhile: Callable[[], None] = lambda: None,
) -> None:
    """Run a program to its end, looking after the others `meanwhile`.

    Raises CannotServe if it fails, Told if we are told to end.
    """
    process = spawn(command, environment)
    while process.poll() is None:
        meanwhile()
        if next_signal(LOOK_EVERY_SECONDS) in ENDING:
            process.terminate()
            process.wait()
            raise Told
    if process.returncode != 0:
        raise CannotServe(f"“{' '.join(command[1:3])}” did not work; what it said stands above.")


class Told(Exception):
    """We were told to end while waiting for something."""


def next_signal(seconds: float) -> int | None:
    """The next signal about our children or our end, None after so many seconds without one."""
    received = signal.sigtimedwait({*ENDING, signal.SIGCHLD}, seconds)
    return received.si_signo if received else None


def say(sentence: str) -> None:
    """Tell whoever watches the terminal."""
    print(sentence, flush=True)


class Supervisor:
    """Keeps the processes of one home folder running on one port."""

    def __init__(self, *, home: Path, port: int, forced_demo: bool) -> None:
        self.home = home
        self.port = port
        self.forced_demo = forced_demo
        self.mode_file = home / "mode"
        self.instance = self.instance_of(self.wanted_mode())
        self.web = self.web_of(self.instance)
        self.work = self.work_of(self.instance)

    def wanted_mode(self) -> str:
        """Which school is to be served: "demo" or "school"."""
        if self.forced_demo:
            return "demo"
        try:
            return "demo" if self.mode_file.read_text().strip() == "demo" else "school"
        except OSError:
            return "school"

    def instance_of(self, mode: str) -> Instance:
        """The school of this mode; the demo never learns of the own school's database or keys."""
        place = {"COMMONROOT_HOME": str(self.home), "COMMONROOT_PORT": str(self.port)}
        environment = os.environ | place
        environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        if mode == "school":
            environment.pop("COMMONROOT_DEMO", None)
            return Instance(mode, self.home, environment)
        for name in ("COMMONROOT_DATABASE", "COMMONROOT_KEYS"):
            environment.pop(name, None)
        return Instance(mode, self.home / "demo", environment | {"COMMONROOT_DEMO": "1"})

    def web_of(self, instance: Instance) -> Child:
        """The web process of a school, not started."""
        command = [sys.executable, "-m", "commonroot.work.webserver", str(self.port)]
        return Child("web process", command, instance.environment)

    def work_of(self, instance: Instance) -> Child:
        """The work process of a school, not started."""
        return Child("work process", [sys.executable, "manage.py", "work"], instance.environment)

    def run(self) -> None:
        """Serve until told to end. Raises CannotServe."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {*ENDING, signal.SIGCHLD})
        try:
            self.open()
            say(f"\nCommonroot is ready. Open this page:\n\n    {self.address}\n\nCtrl-C ends it.")
            while next_signal(LOOK_EVERY_SECONDS) not in ENDING:
                self.restart_the_dead()
                if self.wanted_mode() != self.instance.mode:
                    self.change_mode()
        except Told:
            pass
        finally:
            for child in (self.web, self.work):
                child.end()
            for child in (self.web, self.work):
                child.wait()

    @property
    def address(self) -> str:
        """Where people find this school."""
        return os.environ.get("COMMONROOT_ADDRESS") or f"http://localhost:{self.port}/"

    def open(self) -> None:
        """Start everything; the web process reads its code while the database is made ready."""
        make_place(self.instance)
        hold, wait_for = socket.socketpair()
        with hold, wait_for:
            self.web.start(pipe=wait_for.fileno())
            wait_for.close()
            self.prepare(self.instance)
            hold.sendall(b"!")
        self.work.start()
        self.wait_for_listeners(1, of=self.web)

    def prepare(self, instance: Instance, *, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Bring the database to this version and fill an empty demo."""
        manage = [sys.executable, "manage.py"]
        run_once(
            [*manage, "prepare", "--skip-checks"],
            instance.environment,
            meanwhile=meanwhile,
        )
        if instance.mode == "demo" and not instance.filled.exists():
            say("Filling the demo school …")
            run_once([*manage, "demo"], instance.environment, meanwhile=meanwhile)
            instance.filled.touch()

    def wait_for_listeners(self, count: int, *, of: Child, seconds: float = 30) -> None:
        """Wait until so many sockets listen on our port. Raises CannotServe if `of` dies first."""
        until = time.monotonic() + seconds
        while listeners(self.port) < count:
            if of.has_died() or time.monotonic() > until:
                raise CannotServe("The web process did not start. What it said stands above.")
            if next_signal(0.02) in ENDING:
                raise Told

    def restart_the_dead(self) -> None:
        """Start again whatever has died, when its rest is over."""
        for child in (self.web, self.work):
            if child.has_died():
                say(f"The {child.name} ended; starting it again.")
                child.plan_restart()
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()

    def change_mode(self) -> None:
        """Serve the other school; the one served now answers until the other one can."""
        instance = self.instance_of(self.wanted_mode())
        web, work = self.web_of(instance), self.work_of(instance)
        try:
            make_place(instance)
            self.prepare(instance, meanwhile=self.restart_the_dead)
            web.start()
            self.wait_for_listeners(2, of=web)
        except CannotServe as fault:
            say(f"{fault} The {self.instance.mode} stays open.")
            web.end()
            web.wait()
            self.mode_file.write_text(self.instance.mode)
            return
        for child in (self.web, self.work):
            child.end()
        for child in (self.web, self.work):
            child.wait()
        self.instance, self.web, self.work = instance, web, work
        self.work.start()


def make_place(instance: Instance) -> None:
    """Make a school's folder and its keys, if they are missing. Raises CannotServe."""
    try:
        (instance.folder / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        reason = f"{instance.folder} cannot be made ({fault.strerror})."
        raise CannotServe(reason) from fault
    if not instance.keys.exists():
        write = "from commonroot.core import keys; import pathlib, sys; "
        write += "keys.ensure_key_file(pathlib.Path(sys.argv[1]))"
        run_once([sys.executable, "-c", write, str(instance.keys)], instance.environment)


def check_port(port: int) -> None:
    """Raise CannotServe unless the port is free; granian itself would share it silently."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as fault:
            raise CannotServe(f"Port {port} is not open to you. Choose one above 1023.") from fault
        except (OSError, OverflowError) as fault:
            hint = f"Choose another: make run PORT={port + 1}"
            raise CannotServe(f"Port {port} is taken by another program. {hint}") from fault


def listeners(port: int) -> int:
    """How many sockets listen on a port of this machine (an old and a new web process: two)."""
    listening, count = "0A", 0
    with open("/proc/net/tcp") as table:
        for line in table:
            words = line.split()
            if words[3] == listening and words[1].endswith(f":{port:04X}"):
                count += 1
    return count


def lock(home: Path) -> int:
    """Hold the home folder alone for as long as this process lives. Raises CannotServe."""
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        hint = "End it, or choose another folder: make run COMMONROOT_HOME=folder"
        raise CannotServe(f"Commonroot already runs from {home}. {hint}") from fault
    return descriptor


def main() -> int:
    """Serve what the environment names; the exit code."""
    home = Path(os.environ.get("COMMONROOT_HOME") or ROOT / "home").resolve()
    forced = os.environ.get("COMMONROOT_DEMO", "").lower() in ("1", "true", "yes", "on")
    try:
        port = int(os.environ.get("COMMONROOT_PORT") or 8000)
        check_port(port)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock(home)
        Supervisor(home=home, port=port, forced_demo=forced).run()
    except CannotServe as fault:
        print(fault, file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"{home} cannot be used: {fault.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
