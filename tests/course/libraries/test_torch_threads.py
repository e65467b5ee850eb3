"""One thread for a while, and then as many as before, whatever happens in between."""

import pytest
import torch
from execml.course.libraries.torch_threads import one_torch_thread


def test_one_torch_thread_is_for_a_while() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with pytest.raises(KeyError), one_torch_thread():
            assert torch.get_num_threads() == 1
            raise KeyError
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
