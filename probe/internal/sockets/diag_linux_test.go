// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sockets

import (
	"encoding/binary"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// ways are the ways in which the system tells its listeners. Each tells the same.
var ways = map[string]struct{ tcp, unix func() ([]Listener, error) }{
	"sock_diag": {func() ([]Listener, error) {
		four, err := inetDiag(unix.AF_INET)
		if err != nil {
			return nil, err
		}
		six, err := inetDiag(unix.AF_INET6)
		return append(four, six...), err
	}, unixDiag},
	"files": {
		func() ([]Listener, error) { return fromFiles(parseTCP, "/proc/self/net/tcp", "/proc/self/net/tcp6") },
		func() ([]Listener, error) { return fromFiles(parseUnix, "/proc/self/net/unix") },
	},
	"what is used": {TCP, Unix},
}

// shortDir returns a directory whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "s")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func listen(t *testing.T, network, address string) net.Listener {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil && network == "tcp6" {
		t.Skip("this system has no IPv6")
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	return listener
}

func addresses(listeners []Listener) []string {
	var all []string
	for _, listener := range listeners {
		all = append(all, listener.String())
	}
	return all
}

func TestListeners_EveryWayTellsTheSame(t *testing.T) {
	t.Parallel()
	dir := shortDir(t)
	for name, row := range map[string]struct{ network, address, want string }{
		"IPv4":     {"tcp4", "127.0.0.1:0", ""},
		"IPv6":     {"tcp6", "[::1]:0", ""},
		"any IPv6": {"tcp6", "[::]:0", ""},
		"path":     {"unix", filepath.Join(dir, "a b"), "unix " + filepath.Join(dir, "a b")},
		"abstract": {"unix", "@" + dir, "unix @" + dir},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener := listen(t, row.network, row.address)
			want := row.want
			if want == "" {
				want = "tcp " + listener.Addr().String()
			}
			connected, err := net.Dial(row.network, listener.Addr().String())
			require.NoError(t, err)
			defer connected.Close()
			for way, told := range ways {
				ask := map[bool]func() ([]Listener, error){true: told.unix, false: told.tcp}[row.network == "unix"]
				all, err := ask()
				if way == "sock_diag" && err != nil {
					continue // this kernel lacks it, and the files are used
				}
				require.NoError(t, err, way)
				count := 0
				for _, address := range addresses(all) {
					if address == want {
						count++
					}
				}
				require.Equal(t, 1, count, "%s: %s in %v", way, want, addresses(all))
			}
		})
	}
}

// The number in the name of a descriptor's target is the listener's.
func TestListeners_HaveTheInodeOfTheDescriptor(t *testing.T) {
	t.Parallel()
	listener := listen(t, "tcp4", "127.0.0.1:0")
	file, err := listener.(*net.TCPListener).File()
	require.NoError(t, err)
	defer file.Close()
	var info unix.Stat_t
	require.NoError(t, unix.Fstat(int(file.Fd()), &info))
	for way, told := range ways {
		all, err := told.tcp()
		if way == "sock_diag" && err != nil {
			continue
		}
		require.NoError(t, err, way)
		at := slices.IndexFunc(all, func(l Listener) bool { return l.String() == "tcp "+listener.Addr().String() })
		require.GreaterOrEqual(t, at, 0, way)
		require.Equal(t, info.Ino, all[at].Inode, way)
	}
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer func() { _, _ = unix.Close(pair[0]), unix.Close(pair[1]) }()
	require.False(t, Accepts(pair[0]))
	require.False(t, Accepts(-1))
	require.False(t, Accepts(0), "standard input is no listener")

	descriptor, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer func() { _ = unix.Close(descriptor) }()
	require.NoError(t, unix.Bind(descriptor, &unix.SockaddrUnix{Name: filepath.Join(shortDir(t), "s")}))
	require.False(t, Accepts(descriptor))
	require.NoError(t, unix.Listen(descriptor, 1))
	require.True(t, Accepts(descriptor))
}

func TestUnixAddress(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "", "/run/x": "/run/x", "/run/x\x00": "/run/x", "\x00x": "@x", "\x00x\x00y": "@x@y", "\x00": "@", "/\xff": "/\uFFFD",
	} {
		require.Equal(t, want, unixAddress(name), "%q", name)
	}
}

// message is a message of netlink in this machine's byte order.
func message(kind, flags uint16, data []byte) []byte {
	out := binary.NativeEndian.AppendUint32(nil, uint32(unix.SizeofNlMsghdr+len(data)))
	out = binary.NativeEndian.AppendUint16(out, kind)
	out = binary.NativeEndian.AppendUint16(out, flags)
	out = append(out, make([]byte, 8)...)
	return append(append(out, data...), make([]byte, (4-len(data)%4)%4)...)
}

// unixMessage is a message about a socket of Unix with an attribute.
func unixMessage(inode uint32, kind uint16, value string) []byte {
	data := binary.NativeEndian.AppendUint32(make([]byte, 4), inode)
	data = append(data, make([]byte, 8)...)
	data = binary.NativeEndian.AppendUint16(data, uint16(attributeHeader+len(value)))
	data = binary.NativeEndian.AppendUint16(data, kind)
	return append(data, value...)
}

func TestReadAnswer(t *testing.T) {
	t.Parallel()
	one := message(unix.SOCK_DIAG_BY_FAMILY, 0, unixMessage(7, attributeName, "/run/x"))
	done := message(unix.NLMSG_DONE, 0, make([]byte, 4))
	listener := Listener{7, NetworkUnix, "/run/x"}
	for name, row := range map[string]struct {
		datagram      []byte
		want          []Listener
		last, changed bool
		fails         bool
	}{
		"one":                       {datagram: one, want: []Listener{listener}},
		"the last":                  {datagram: slices.Concat(one, done, one), want: []Listener{listener}, last: true},
		"none":                      {datagram: done, last: true},
		"another attribute":         {datagram: message(unix.SOCK_DIAG_BY_FAMILY, 0, unixMessage(7, 4, "/run/x")), want: []Listener{{7, NetworkUnix, ""}}},
		"changed meanwhile":         {datagram: slices.Concat(one, message(unix.NLMSG_DONE, unix.NLM_F_DUMP_INTR, nil)), want: []Listener{listener}, last: true, changed: true},
		"an error":                  {datagram: message(unix.NLMSG_ERROR, 0, make([]byte, 20)), fails: true},
		"another kind":              {datagram: message(99, 0, nil), fails: true},
		"nothing":                   {fails: true},
		"cut":                       {datagram: one[:20], fails: true},
		"a short message":           {datagram: message(unix.SOCK_DIAG_BY_FAMILY, 0, make([]byte, 4)), fails: true},
		"an attribute that is long": {datagram: message(unix.SOCK_DIAG_BY_FAMILY, 0, append(make([]byte, unixMessageSize), 0xff, 0xff, 0, 0)), fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, last, changed, err := readAnswer(row.datagram, parseUnixMessage)
			require.Equal(t, row.fails, err != nil)
			require.Equal(t, row.want, got)
			require.Equal(t, row.last, last)
			require.Equal(t, row.changed, changed)
		})
	}
}

func FuzzReadAnswer(f *testing.F) {
	f.Add(message(unix.SOCK_DIAG_BY_FAMILY, 0, unixMessage(7, attributeName, "/run/x")))
	f.Add(message(unix.SOCK_DIAG_BY_FAMILY, 0, make([]byte, inetMessageSize)))
	f.Add(message(unix.NLMSG_DONE, 0, nil))
	f.Fuzz(func(t *testing.T, datagram []byte) {
		for _, parse := range []func([]byte) (Listener, error){parseInet, parseUnixMessage} {
			listeners, _, _, err := readAnswer(datagram, parse)
			for _, listener := range listeners {
				require.NoError(t, err)
				require.True(t, strings.HasPrefix(listener.String(), listener.Network+" "))
			}
		}
	})
}
