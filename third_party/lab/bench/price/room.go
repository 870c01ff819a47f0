// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// ownTable is the setting with which a network namespace asks for its own table of established TCP
// connections, for the namespaces that are made in it. All others share one table.
const ownTable = "/proc/sys/net/ipv4/tcp_child_ehash_entries"

// installed is where xrprobe finds the lab's Monado even if no search does.
const installed = "/usr/share/openxr"

// room is a network with TCP connections to itself, and a file system without Monado's manifest:
// two namespaces. A process holds them; when it ends, the kernel removes them.
type room struct {
	holder        *exec.Cmd
	stdin         io.Closer
	network, tree *os.File
	// shared says that the table of connections is that of all namespaces.
	shared bool
}

// openRoom makes a room with a number of pairs of connected sockets, and a table of a number of
// buckets for them.
func openRoom(pairs, buckets int) (*room, error) {
	holder := exec.Command("/proc/self/exe", "hold", strconv.Itoa(pairs), strconv.Itoa(buckets))
	holder.Stderr = os.Stderr
	holder.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS}
	stdin, stdout, err := startPiped(holder)
	if err != nil {
		return nil, err
	}
	r := &room{holder: holder, stdin: stdin}
	table, err := firstLine(stdout)
	if err == nil {
		r.shared = table == "shared"
		r.network, err = os.Open(fmt.Sprintf("/proc/%d/ns/net", holder.Process.Pid))
	}
	if err == nil {
		r.tree, err = os.Open(fmt.Sprintf("/proc/%d/ns/mnt", holder.Process.Pid))
	}
	if err != nil {
		r.close()
		return nil, fmt.Errorf("a room with %d connections and %d buckets could not be made: %w", 2*pairs, buckets, err)
	}
	return r, nil
}

func startPiped(c *exec.Cmd) (io.Closer, io.Reader, error) {
	stdin, errIn := c.StdinPipe()
	stdout, errOut := c.StdoutPipe()
	return stdin, stdout, errors.Join(errIn, errOut, c.Start())
}

func firstLine(from io.Reader) (string, error) {
	line, err := bufio.NewReader(from).ReadString('\n')
	return strings.TrimSpace(line), err
}

// close ends the holder, and with it the connections.
func (r *room) close() {
	_ = r.stdin.Close()
	_ = r.holder.Wait()
	_, _ = r.network.Close(), r.tree.Close() // closing a nil file fails, and does nothing
}

// start starts a command in the room, and returns when. A process gets the namespaces of the thread
// that starts it. A nil room is this process's own.
func (r *room) start(c *exec.Cmd) (time.Time, error) {
	if r == nil {
		return time.Now(), c.Start()
	}
	started := make(chan error)
	var begun time.Time
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with this function
		err := errors.Join(
			unix.Unshare(unix.CLONE_FS), // the kernel wants this of a thread that changes its file system
			unix.Setns(int(r.network.Fd()), unix.CLONE_NEWNET), unix.Setns(int(r.tree.Fd()), unix.CLONE_NEWNS))
		begun = time.Now()
		if err == nil {
			err = c.Start()
		}
		started <- err
	}()
	err := <-started
	return begun, err
}

// hold furnishes the room of this process, says whether it has an own table or a shared one, and
// waits until its standard input ends. It runs on the main thread, whose namespaces others find.
func hold(pairs, buckets int) error {
	table := "own"
	if setOwnTable(buckets) != nil {
		table = "shared"
	}
	if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
		return fmt.Errorf("ip link set lo up: %w: %s", err, out)
	}
	err := errors.Join(
		unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""),
		unix.Mount("none", installed, "tmpfs", unix.MS_RDONLY, ""))
	if err != nil {
		return fmt.Errorf("hide %s: %w", installed, err)
	}
	if err := startConnectors(pairs); err != nil {
		return err
	}
	fmt.Println(table)
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// setOwnTable moves this thread to a new network namespace with a table of its own, and checks its
// size.
func setOwnTable(buckets int) error {
	if err := os.WriteFile(ownTable, []byte(strconv.Itoa(buckets)), 0); err != nil {
		return err
	}
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return err
	}
	got, err := os.ReadFile("/proc/sys/net/ipv4/tcp_ehash_entries")
	if err == nil && strings.TrimSpace(string(got)) != strconv.Itoa(buckets) {
		err = fmt.Errorf("the table has %s buckets", got)
	}
	return err
}

// startConnectors starts as many connectors as are needed for some pairs, since a process may not
// open any number of files. They end with this process's standard input.
func startConnectors(pairs int) error {
	var files unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &files); err != nil {
		return err
	}
	each := min(pairsAPort, (int(files.Max)-100)/2)
	for ; pairs > 0; pairs -= each {
		c := exec.Command("/proc/self/exe", "connect", strconv.Itoa(min(pairs, each)))
		c.Stdin, c.Stderr = os.Stdin, os.Stderr
		stdout, err := c.StdoutPipe()
		if err = errors.Join(err, c.Start()); err != nil {
			return err
		}
		if _, err := firstLine(stdout); err != nil {
			return fmt.Errorf("connect: %w", err)
		}
	}
	return nil
}

// pairsAPort is the most connections to one port: less than there are ports to come from.
const pairsAPort = 12_500

// connect connects pairs of sockets, prints a line, and waits until its standard input ends. It uses
// bare system calls, because Go's net package would watch each socket.
func connect(pairs int) error {
	listener, errSocket := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	err := errors.Join(errSocket, unix.Bind(listener, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}), unix.Listen(listener, 16))
	if err != nil {
		return err
	}
	address, err := unix.Getsockname(listener)
	for i := 0; i < pairs && err == nil; i++ {
		var client int
		if client, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0); err != nil {
			break
		}
		if err = unix.Connect(client, address); err == nil {
			_, _, err = unix.Accept(listener)
		}
	}
	if err != nil {
		return err
	}
	fmt.Println("connected")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}
