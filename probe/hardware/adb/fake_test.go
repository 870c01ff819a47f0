// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb_test

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/adb"
)

// fake is an adb server. It answers what the tests say, and knows no other request.
type fake struct {
	// host are the answers of the server itself, by the request.
	host map[string]string
	// reachable are the devices: what follows "host:transport", such as "-id:1", and what each of its commands prints.
	reachable map[string]map[string]printed
	// raw, if not nil, answers each connection in place of all others.
	raw func(net.Conn)

	mu    sync.Mutex
	asked []string
}

// printed is what a command of a device prints.
type printed struct {
	text, errors string
	exit         byte
}

// start listens, and returns a client of the fake.
func (f *fake) start(t *testing.T) adb.Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var all sync.WaitGroup
	t.Cleanup(func() { _ = listener.Close(); all.Wait() })
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer func() { _ = conn.Close() }()
				if f.raw != nil {
					f.raw(conn)
					return
				}
				f.serve(conn)
			})
		}
	})
	return clientOf(map[string]string{"ADB_SERVER_SOCKET": "tcp:" + listener.Addr().String()})
}

func clientOf(environment map[string]string) adb.Client {
	return adb.Client{LookupEnv: func(name string) (string, bool) {
		value, set := environment[name]
		return value, set
	}}
}

// received reads a request, and remembers it.
func (f *fake) received(conn net.Conn) (string, bool) {
	var digits [4]byte
	if _, err := io.ReadFull(conn, digits[:]); err != nil {
		return "", false
	}
	length, err := strconv.ParseUint(string(digits[:]), 16, 16)
	if err != nil {
		return "", false
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(conn, text); err != nil {
		return "", false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, string(text))
	return string(text), true
}

func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

func (f *fake) serve(conn net.Conn) {
	service, ok := f.received(conn)
	if !ok {
		return
	}
	if answer, known := f.host[service]; known {
		_, _ = io.WriteString(conn, answer)
		return
	}
	which, _ := strings.CutPrefix(service, "host:transport")
	commands, known := f.reachable[which]
	if !known {
		_, _ = io.WriteString(conn, fails("unknown host service"))
		return
	}
	_, _ = io.WriteString(conn, "OKAY")
	if service, ok = f.received(conn); !ok {
		return
	}
	protocol, command, _ := strings.Cut(strings.Replace(service, "shell,v2,raw:", "v2:", 1), ":")
	output, known := commands[command]
	if !known {
		output = printed{errors: "/system/bin/sh: inaccessible or not found\n", exit: 127}
	}
	_, _ = io.WriteString(conn, "OKAY"+output.sent(protocol == "v2"))
}

// sent returns the bytes of the two shell protocols.
func (p printed) sent(second bool) string {
	if !second {
		return strings.ReplaceAll(p.text+p.errors, "\n", "\r\n")
	}
	half := len(p.text) / 2
	return packet(1, p.text[:half]) + packet(2, p.errors) + packet(1, p.text[half:]) + exited(p.exit)
}

func exited(code byte) string { return "\x03\x01\x00\x00\x00" + string([]byte{code}) }

func packet(kind byte, data string) string {
	return string(binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(data)))) + data
}

func okay(text string) string  { return fmt.Sprintf("OKAY%04x%s", len(text), text) }
func fails(text string) string { return fmt.Sprintf("FAIL%04x%s", len(text), text) }
