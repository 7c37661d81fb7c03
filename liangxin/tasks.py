"""A backend for django-tasks that needs no worker: one thread of the server's own process runs task after task.

What is waiting or running is lost with the process; who enqueues must be able to notice that and enqueue again.
"""

import logging
import os
import queue
import threading

from django.db import connections
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskContext, TaskError
from django_tasks.signals import task_enqueued, task_finished, task_started
from django_tasks.utils import get_exception_traceback, get_module_path, get_random_id, normalize_json

log = logging.getLogger(__name__)


class ThreadBackend(BaseTaskBackend):
    """Runs tasks in the order in which they come, outside of the request that enqueued them."""

    def __init__(self, alias: str, params: dict):
        super().__init__(alias, params)
        self.lock, self.waiting, self.pid, self.worker_id = threading.Lock(), None, None, get_random_id()

    def enqueue(self, task, args, kwargs) -> TaskResult:
        """Have `task` run by the thread; returns at once."""
        self.validate_task(task)
        result = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        self._queue().put(result)
        return result

    def _queue(self) -> queue.SimpleQueue:
        """The queue of this process, with a thread behind it; a forked server has to begin its own."""
        with self.lock:
            if self.pid != os.getpid():
                self.waiting, self.pid = queue.SimpleQueue(), os.getpid()
                # A daemon: a server that is told to end ends, and the transaction of the task is taken back.
                threading.Thread(target=self._work, args=[self.waiting], name="tasks", daemon=True).start()
            return self.waiting

    def _work(self, waiting: queue.SimpleQueue):
        while True:
            self._run(waiting.get())

    def _run(self, result: TaskResult):
        _set(result, status=TaskResultStatus.RUNNING, started_at=timezone.now(), last_attempted_at=timezone.now())
        result.worker_ids.append(self.worker_id)
        task_started.send(type(self), task_result=result)
        context = [TaskContext(task_result=result)] if result.task.takes_context else []
        try:
            returned = result.task.call(*context, *result.args, **result.kwargs)
            _set(result, _return_value=normalize_json(returned), status=TaskResultStatus.SUCCESSFUL)
        except BaseException as error:  # the thread has to outlive whatever a task does
            log.exception("Task %s failed", result.task.name)
            result.errors.append(
                TaskError(exception_class_path=get_module_path(type(error)), traceback=get_exception_traceback(error))
            )
            _set(result, status=TaskResultStatus.FAILED)
        finally:
            _set(result, finished_at=timezone.now())
            connections.close_all()
        task_finished.send(type(self), task_result=result)


def _set(result: TaskResult, **values):
    """Results are frozen for everybody but their backend."""
    for name, value in values.items():
        object.__setattr__(result, name, value)
