"""Runtime APIs: typed questions that a node may ask the runtime about a state.

class AccountNonceApi(RuntimeApi, version=1):
    @api_method
    def account_nonce(self, account: AccountId) -> U32: …
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from inspect import cleandoc, signature
from typing import Any, ClassVar, Final, TypeVar, get_type_hints

from chain.codec import Codecs
from chain.frame.call import CallArgument
from chain.frame.version import api_id

F = TypeVar("F", bound=Callable[..., Any])

METHOD_ATTRIBUTE: Final = "api_method_declaration"


class ApiNotFound(LookupError):
    """No runtime API answers to this name."""


class ApiMethod:
    """One method of a runtime API: name, arguments, result and documentation on the wire."""

    def __init__(self, function: Callable[..., Any], name: str | None) -> None:
        self.function = function
        self.name = name or function.__name__
        self.docs = cleandoc(function.__doc__ or "")

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.function, include_extras=True)

    @cached_property
    def arguments(self) -> tuple[CallArgument, ...]:
        """The arguments after `self`."""
        names = list(signature(self.function).parameters)[1:]
        return tuple(CallArgument(name.removesuffix("_"), self._hints[name]) for name in names)

    @property
    def result(self) -> Any:
        """The annotation of what the method returns."""
        return self._hints["return"]


def api_method(function: F) -> F:
    """Mark a method as one that the API answers. Its annotations are the SCALE types."""
    setattr(function, METHOD_ATTRIBUTE, ApiMethod(function, None))
    return function


class RuntimeApi:
    """A runtime API. Its name is the class name, its id the hash of that; the version tells clients what it answers.

    An instance is handed the pallets it reads by its constructor.
    """

    name: ClassVar[str]
    api_version: ClassVar[int]
    docs: ClassVar[str]
    methods: ClassVar[dict[str, ApiMethod]]

    def __init_subclass__(cls, *, version: int | None = None, name: str | None = None) -> None:
        super().__init_subclass__()
        if version is not None:
            cls.api_version = version
            cls.name = name or cls.__name__
        elif not hasattr(cls, "api_version"):
            raise TypeError(f"runtime API {cls.__name__} needs a version: class {cls.__name__}(RuntimeApi, version=1)")
        cls.docs = cleandoc(cls.__doc__ or "")
        cls.methods = {
            declared.name: declared
            for base in reversed(cls.__mro__)
            for value in vars(base).values()
            if (declared := getattr(value, METHOD_ATTRIBUTE, None)) is not None
        }

    @classmethod
    def version_entry(cls) -> tuple[bytes, int]:
        """Id and version, as the runtime version lists them."""
        return api_id(cls.name), cls.api_version


class ApiTable:
    """Answers calls such as `Core_version` by name, with encoded arguments and result."""

    __slots__ = ("_apis", "_codecs")

    def __init__(self, apis: Iterable[RuntimeApi], codecs: Codecs) -> None:
        self._apis = {api.name: api for api in apis}
        self._codecs = codecs

    def __iter__(self) -> Any:
        return iter(self._apis.values())

    def call(self, name: str, arguments: bytes) -> bytes:
        """The encoded result of `Api_method`. ApiNotFound for an unknown name, DecodeError for wrong arguments."""
        api_name, _, method_name = name.partition("_")
        api = self._apis.get(api_name)
        method = api.methods.get(method_name) if api is not None else None
        if method is None:
            raise ApiNotFound(f"{name} is not a runtime API of this chain; the metadata lists those that are")
        annotations = tuple(argument.annotation for argument in method.arguments)
        values = self._codecs.codec_of(tuple.__class_getitem__(annotations)).decode(arguments)
        return self._codecs.codec_of(method.result).encode(method.function(api, *values))
