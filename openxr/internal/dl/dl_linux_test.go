// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build (amd64 || arm64) && !android

package dl_test

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
)

func TestCall_ReturnsTheResultRegister(t *testing.T) {
	t.Parallel()
	libc, err := dl.Open("libc.so.6")
	require.NoError(t, err)
	getpid, err := libc.Lookup("getpid")
	require.NoError(t, err)
	require.Equal(t, os.Getpid(), int(dl.Call(getpid)))
}

func TestCall_PassesPointers(t *testing.T) {
	t.Parallel()
	libc, err := dl.Open("libc.so.6")
	require.NoError(t, err)
	strlen, err := libc.Lookup("strlen")
	require.NoError(t, err)
	text := []byte("head-mounted\x00display")
	require.EqualValues(t, len("head-mounted"), dl.Call(strlen, uintptr(unsafe.Pointer(&text[0]))))
}

func TestLookup_NamesTheLibraryAndTheSymbol(t *testing.T) {
	t.Parallel()
	libc, err := dl.Open("libc.so.6")
	require.NoError(t, err)
	for _, symbol := range []string{"xrNegotiateLoaderRuntimeInterface", "", "a\x00b"} {
		_, err = libc.Lookup(symbol)
		require.ErrorIs(t, err, dl.ErrNotFound, symbol)
		var symbolErr *dl.SymbolError
		require.ErrorAs(t, err, &symbolErr)
		require.Equal(t, symbol, symbolErr.Symbol)
		require.Equal(t, "libc.so.6", symbolErr.Library)
	}
}

func TestOpen_RefusesANULByte(t *testing.T) {
	t.Parallel()
	_, err := dl.Open("libc.so.6\x00.evil")
	var openErr *dl.OpenError
	require.ErrorAs(t, err, &openErr)
	require.Contains(t, openErr.Text, "NUL")
}

// The linker keeps its error text per thread. Without the lock in open, some of these
// goroutines read the text of another one, or none.
func TestOpen_ReturnsTheErrorOfItsOwnCall(t *testing.T) {
	t.Parallel()
	const goroutines, tries = 64, 200
	wrong := make(chan string, goroutines*tries)
	var group sync.WaitGroup
	for g := range goroutines {
		group.Go(func() {
			for i := range tries {
				path := fmt.Sprintf("/nonexistent/lib-%d-%d.so", g, i)
				_, err := dl.Open(path)
				want := path + ": cannot open shared object file: No such file or directory"
				if openErr, ok := err.(*dl.OpenError); !ok || openErr.Text != want {
					wrong <- fmt.Sprintf("%s: %v", path, err)
				}
			}
		})
	}
	group.Wait()
	close(wrong)
	require.Empty(t, wrong)
}
