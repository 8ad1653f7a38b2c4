"""The limits of how the code reads, checked on its syntax trees."""

import ast
import re
from collections.abc import Iterator

from engine.contract.config import TaskName
from tests.source_tree import Function, length, program, sources, window

FILE_LINES, CLASS_LINES, FUNCTION_LINES, POSITIONAL_ARGUMENTS, NESTING = 400, 250, 50, 5, 3
COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
JOB_RUNNER, EXCEPT_HOOK, COMMAND_LINE = "engine/worker.py", "gui/crash.py", "engine/cli/app.py"
APPLICATION = "gui/app.py"
STARTS_THREADS = "gui/threads.py"
OWN_THREADS = {"Thread", "Timer", "ThreadPoolExecutor", "QThread", "QThreadPool", "QRunnable"}
CLASS_COLOURS = "engine/contract/class_colours.py"
KNOW_NO_TASK = re.compile(r"gui/pages/|engine/train\.py$")
OF_THE_ENGINE_FOR_THE_WINDOW = (
    "engine.contract",
    "engine.data.fitting",
    "engine.dataset",
    "engine.inspect.kernels",
    "engine.inspect.localisation",
    "engine.network_plan",
    "engine.ops",
    "engine.pretrained.files",
)
OF_THE_BACKEND = ("engine/devices.py", "engine/inspect/gradients.py", "models/layers/on_host.py")
KERAS_IN_MODELS = ("models.boxes", "models.build", "models.layers", "models.read_keras")
BLOCKING = {"processEvents", "sleep", "msleep", "usleep", "exec_", "waitForReadyRead", "waitForBytesWritten"}
UNSAFE = re.compile(
    r"\b(?:import|from) (?:pickle|marshal|shelve|dill)\b"
    r"|(?<![.\w] )(?<!def )\b(?:eval|exec) \("
    r"|\bsafe_mode = False\b|\ballow_pickle = True\b"
)
HEX_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
SENTENCE = re.compile(r"test(_[a-z0-9]+){3,}$")


def test_files_stay_short() -> None:
    long = [
        f"{source.path}: {source.text.count(chr(10))} lines"
        for source in sources()
        if source.text.count("\n") > FILE_LINES
    ]

    assert not long, _lines(long)


def test_classes_stay_short() -> None:
    long = [
        f"{source.place(node)} {node.name}: {length(node)} lines"
        for source in sources()
        for node in source.classes
        if length(node) > CLASS_LINES
    ]

    assert not long, _lines(long)


def test_functions_stay_short() -> None:
    long = [
        f"{source.place(node)} {node.name}: {length(node)} lines"
        for source in sources()
        for node in source.functions
        if length(node) > FUNCTION_LINES
    ]

    assert not long, _lines(long)


def test_functions_take_few_positional_arguments() -> None:
    many = [
        f"{source.place(node)} {node.name}: {_positional(node)} arguments"
        for source in sources()
        for node in source.functions
        if _positional(node) > POSITIONAL_ARGUMENTS and not node.name.startswith("test_")
    ]

    assert not many, _lines(many)


def test_statements_nest_three_deep_at_most() -> None:
    deep = [
        f"{source.place(node)} {node.name}: {_nesting(node)} deep"
        for source in sources()
        for node in source.functions
        if _nesting(node) > NESTING
    ]

    assert not deep, _lines(deep)


def test_no_lambda_is_connected_to_a_signal() -> None:
    lambdas = [
        source.place(call)
        for source in program()
        for call in source.calls
        if _called(call) == "connect" and any(isinstance(argument, ast.Lambda) for argument in call.args)
    ]

    assert not lambdas, _lines(lambdas)


def test_the_window_never_waits_in_its_thread() -> None:
    waiting = [
        f"{source.place(call)} {_called(call)}"
        for source in window()
        for call in source.calls
        if _called(call) in BLOCKING or (_called(call) == "exec" and source.path.as_posix() != APPLICATION)
    ]

    assert not waiting, _lines(waiting)


def test_threads_of_the_window_are_started_in_one_place() -> None:
    found = [
        source.place(call)
        for source in window()
        if source.path.as_posix() != STARTS_THREADS
        for call in source.calls
        if _called(call) in OWN_THREADS
    ]

    assert not found, _lines(found)


def test_colours_are_written_in_the_theme_only() -> None:
    colours = [
        f"{source.place(node)} {node.value!r}"
        for source in window()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HEX_COLOUR.search(node.value)
        and not re.search("theme|colour", source.path.as_posix())
    ]

    assert not colours, _lines(colours)


def test_the_colour_of_a_class_is_asked_of_its_list_only() -> None:
    """An index alone does not say it: a run may have added a background before the classes of its dataset."""
    asked = [
        f"{source.place(node)} {ast.unparse(node)}"
        for source in program()
        if source.path.as_posix() != CLASS_COLOURS
        for node in ast.walk(source.tree)
        if _makes(node, "ClassColour") or (isinstance(node, ast.Name) and node.id == "CLASS_COLOURS")
    ]

    assert not asked, _lines(asked)


def test_errors_are_caught_by_name_except_in_three_places() -> None:
    broad = [
        source.place(handler)
        for source in program()
        if source.path.as_posix() not in (JOB_RUNNER, EXCEPT_HOOK, COMMAND_LINE)
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler) and _catches_all(handler) and not _raises_again(handler)
    ]

    assert not broad, _lines(broad)


def test_no_error_is_passed_over_in_silence_with_bare_except() -> None:
    silent = [
        source.place(handler)
        for source in program()
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler) and _catches_all(handler) and isinstance(handler.body[0], ast.Pass)
    ]

    assert not silent, _lines(silent)


def test_nothing_can_run_code_from_a_file() -> None:
    unsafe = [
        f"{source.path}: {found.group()}"
        for source in sources()
        if source.package != "tests"
        for found in UNSAFE.finditer(source.code())
    ]

    assert not unsafe, _lines(unsafe)


def test_the_window_uses_only_the_light_part_of_the_engine() -> None:
    heavy = [
        f"{source.path}: {name}"
        for source in window()
        for name in _imported(source.tree)
        if _within(name, ("engine",)) and not _within(name, OF_THE_ENGINE_FOR_THE_WINDOW)
    ]

    assert not heavy, _lines(heavy)


def test_pages_and_trainer_name_no_task() -> None:
    """What differs between tasks is asked of a value, of a trait or of a registry."""
    tasks = {task.value for task in TaskName}
    named = [
        f"{source.place(node)} {ast.unparse(node)}"
        for source in program()
        if KNOW_NO_TASK.match(source.path.as_posix())
        for node in ast.walk(source.tree)
        if _is_member(node, "TaskName") or _compares_task(node, tasks)
    ]

    assert not named, _lines(named)


def test_keras_in_models_stays_in_its_files() -> None:
    heavy = [
        f"{source.path}: {name}"
        for source in sources()
        if source.package == "models" and not _within(_module(source.path.as_posix()), KERAS_IN_MODELS)
        for name in _imported(source.tree)
        if _within(name, ("keras", "tensorflow"))
    ]

    assert not heavy, _lines(heavy)


def test_the_backend_is_known_in_three_files_only() -> None:
    bound = [
        f"{source.path}: {name}"
        for source in program()
        if source.path.as_posix() not in OF_THE_BACKEND
        for name in _imported(source.tree)
        if _within(name, ("tensorflow", "jax", "torch"))
    ]

    assert not bound, _lines(bound)


def test_tests_are_named_as_sentences() -> None:
    names = [
        f"{source.place(node)} {node.name}"
        for source in sources()
        if source.path.name.startswith("test_")
        for node in source.functions
        if node.name.startswith("test_") and not SENTENCE.match(node.name)
    ]

    assert not names, _lines(names)


def _lines(found: list[str]) -> str:
    return "\n" + "\n".join(found)


def _positional(function: Function) -> int:
    """Arguments that a caller passes by position, without the object itself."""
    names = [argument.arg for argument in function.args.posonlyargs + function.args.args]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def _nesting(node: ast.AST) -> int:
    """How many compound statements stand in each other; ``elif`` does not count as one more."""
    deepest = 0
    for field, child in _children(node):
        if isinstance(child, Function | ast.ClassDef | ast.Lambda):
            continue
        is_elif = isinstance(node, ast.If) and field == "orelse" and isinstance(child, ast.If) and len(node.orelse) == 1
        deepest = max(deepest, _nesting(child) + (isinstance(child, COMPOUND) and not is_elif))
    return deepest


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield field, child


def _makes(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _is_member(node: ast.AST, enumeration: str) -> bool:
    """Whether a node is ``TaskName.SEMANTIC``, for the enumeration ``TaskName``."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enumeration


def _compares_task(node: ast.AST, tasks: set[str]) -> bool:
    """Whether a node is ``config.task == "semantic"``, or a ``case`` of a task."""
    match node:
        case ast.Compare():
            sides = [node.left, *node.comparators]
            has_task = any(isinstance(side, ast.Attribute) and side.attr in ("task", "value") for side in sides)
            return has_task and any(isinstance(side, ast.Constant) and side.value in tasks for side in sides)
        case ast.MatchValue(value=ast.Constant(value=value)):
            return value in tasks
        case _:
            return False


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in ("Exception", "BaseException")
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
