// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package sockets

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// What is asked of sock_diag, and how it answers. https://man7.org/linux/man-pages/man7/sock_diag.7.html
const (
	// listening is the state TCP_LISTEN, in which listening sockets of Unix are too, as a set of states.
	listening = 1 << 10
	// showName asks for the names of sockets of Unix (UDIAG_SHOW_NAME), which come as the attribute UNIX_DIAG_NAME.
	showName      = 1
	attributeName = 0

	inetMessageSize = 72
	unixMessageSize = 16
	attributeHeader = 4
)

// errNotAnswered says that sock_diag did not answer as documented.
var errNotAnswered = errors.New("sock_diag does not answer")

// inetRequest is struct inet_diag_req_v2.
type inetRequest struct {
	Family, Protocol, Extensions, _ uint8
	States                          uint32
	ID                              [48]byte
}

// unixRequest is struct unix_diag_req.
type unixRequest struct {
	Family, Protocol    uint8
	_                   uint16
	States, Inode, Show uint32
	Cookie              [2]uint32
}

func inetDiag(family uint8) ([]Listener, error) {
	return ask(inetRequest{Family: family, Protocol: unix.IPPROTO_TCP, States: listening}, parseInet)
}

func unixDiag() ([]Listener, error) {
	return ask(unixRequest{Family: unix.AF_UNIX, States: listening, Show: showName}, parseUnixMessage)
}

// maxAttempts is how often a list is asked for again that changed while the kernel sent it.
const maxAttempts = 3

// ask sends a request for a list, and parses each message of the answer.
func ask(request any, parse func([]byte) (Listener, error)) ([]Listener, error) {
	for attempt := 1; ; attempt++ {
		listeners, changed, err := askOnce(request, parse)
		if err != nil || !changed || attempt == maxAttempts {
			return listeners, err
		}
	}
}

func askOnce(request any, parse func([]byte) (Listener, error)) (listeners []Listener, changed bool, err error) {
	descriptor, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_SOCK_DIAG)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = unix.Close(descriptor) }()
	// The kernel answers while it is asked; the limit guards against a system that only seems to be Linux.
	if err := unix.SetsockoptTimeval(descriptor, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 1}); err != nil {
		return nil, false, err
	}
	if err := unix.Sendto(descriptor, dump(request), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, false, err
	}
	buffer := make([]byte, 32<<10)
	for {
		n, err := receive(descriptor, buffer)
		if err != nil {
			return nil, false, err
		}
		found, last, interrupted, err := readAnswer(buffer[:n], parse)
		listeners, changed = append(listeners, found...), changed || interrupted
		if err != nil || last {
			return listeners, changed, err
		}
	}
}

func receive(descriptor int, buffer []byte) (int, error) {
	for {
		n, _, err := unix.Recvfrom(descriptor, buffer, 0)
		if err != unix.EINTR {
			return n, err
		}
	}
}

// dump returns the message that asks for all that a request describes.
func dump(request any) []byte {
	header := unix.NlMsghdr{
		Len: uint32(unix.SizeofNlMsghdr + binary.Size(request)), Type: unix.SOCK_DIAG_BY_FAMILY, Flags: unix.NLM_F_REQUEST | unix.NLM_F_DUMP,
	}
	var message bytes.Buffer
	_ = binary.Write(&message, binary.NativeEndian, header) // a buffer takes everything, and both have a fixed size
	_ = binary.Write(&message, binary.NativeEndian, request)
	return message.Bytes()
}

// readAnswer reads a datagram of messages. Last is set after the last message of the answer, and changed if the kernel says that the
// list changed meanwhile.
func readAnswer(datagram []byte, parse func([]byte) (Listener, error)) (listeners []Listener, last, changed bool, err error) {
	messages, err := syscall.ParseNetlinkMessage(datagram)
	if err != nil || len(messages) == 0 {
		return nil, false, false, errNotAnswered
	}
	for _, message := range messages {
		changed = changed || message.Header.Flags&unix.NLM_F_DUMP_INTR != 0
		switch message.Header.Type {
		case unix.NLMSG_DONE:
			return listeners, true, changed, nil
		case unix.SOCK_DIAG_BY_FAMILY:
			one, err := parse(message.Data)
			if err != nil {
				return nil, false, false, err
			}
			listeners = append(listeners, one)
		default:
			return nil, false, false, errNotAnswered
		}
	}
	return listeners, false, changed, nil
}

// parseInet reads struct inet_diag_msg: four bytes, the ports, the addresses, and at the end the inode.
func parseInet(message []byte) (Listener, error) {
	if len(message) < inetMessageSize {
		return Listener{}, errNotAnswered
	}
	address := message[8:12]
	if message[0] == unix.AF_INET6 {
		address = message[8:24]
	}
	ip, _ := netip.AddrFromSlice(address)
	port := binary.BigEndian.Uint16(message[4:])
	inode := binary.NativeEndian.Uint32(message[inetMessageSize-4:])
	return Listener{uint64(inode), NetworkTCP, netip.AddrPortFrom(ip, port).String()}, nil
}

// parseUnixMessage reads struct unix_diag_msg, in which the inode is behind four bytes, and the attribute with the name.
func parseUnixMessage(message []byte) (Listener, error) {
	if len(message) < unixMessageSize {
		return Listener{}, errNotAnswered
	}
	listener := Listener{Inode: uint64(binary.NativeEndian.Uint32(message[4:])), Network: NetworkUnix}
	for rest := message[unixMessageSize:]; len(rest) >= attributeHeader; {
		length, kind := int(binary.NativeEndian.Uint16(rest)), binary.NativeEndian.Uint16(rest[2:])
		if length < attributeHeader || length > len(rest) {
			return Listener{}, errNotAnswered
		}
		if kind == attributeName {
			listener.Address = unixAddress(string(rest[attributeHeader:length]))
		}
		rest = rest[min((length+3)&^3, len(rest)):]
	}
	return listener, nil
}
