"""What can go wrong with a device, and whether trying again can help."""

from typing import ClassVar


class DeviceError(Exception):
    """A device failed. `permanent` says that trying again cannot help; `code` never changes."""

    code: ClassVar[str] = "device-error"
    permanent: ClassVar[bool] = False


class DeviceLost(DeviceError):
    """The device cannot be opened, or went away while it was in use."""

    code = "device-lost"


class BadAddress(DeviceError):
    """The address is not one of ours."""

    code = "bad-address"
    permanent = True
