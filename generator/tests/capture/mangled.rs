//! No page, however broken, panics or hangs, and twice as long a page takes about twice as long.
