"""The secret that an installation makes for itself, also when several of its processes start at once."""

import multiprocessing
import stat

from core.secrets import keep_secret

PROCESSES, ROUNDS = 4, 100


def ask_at_once(barrier, folder, answers) -> None:
    for number in range(ROUNDS):
        barrier.wait()
        answers.put((number, keep_secret(folder / str(number))))


def test_secret_is_kept_and_its_owners_alone(tmp_path):
    path = tmp_path / "secret_key"
    secret = keep_secret(path)
    assert len(secret) > 60
    assert keep_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path):
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(PROCESSES), context.Queue()
    processes = [context.Process(target=ask_at_once, args=(barrier, tmp_path, answers)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    seen = [set() for _ in range(ROUNDS)]
    for _ in range(PROCESSES * ROUNDS):
        number, secret = answers.get(timeout=30)
        seen[number].add(secret)
    for process in processes:
        process.join()
    assert all(len(secrets) == 1 and "" not in secrets for secrets in seen)
    assert len(list(tmp_path.iterdir())) == ROUNDS
