// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package adb

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// defaultPort is the port of an adb server. adb takes the other port for an address that names a host and no port.
const (
	defaultPort    = 5037
	portBehindHost = 5555
)

// place is a socket of this machine on which an adb server may listen.
type place struct{ network, address string }

// places returns where the environment says that the server listens, in the order in which adb's client tries them.
func (c Client) places() ([]place, error) {
	if spec, set := c.getenv("ADB_SERVER_SOCKET"); set {
		return placesOf(c.goos(), spec)
	}
	port := defaultPort
	if text, _ := c.getenv("ANDROID_ADB_SERVER_PORT"); text != "" {
		number, ok := portNumber(text)
		if !ok || number == 0 {
			return nil, unusable("ANDROID_ADB_SERVER_PORT is no port")
		}
		port = number
	}
	if host, set := c.getenv("ANDROID_ADB_SERVER_ADDRESS"); set {
		return loopback(host, port)
	}
	return loopback("", port)
}

// placesOf reads a value of ADB_SERVER_SOCKET.
func placesOf(goos, spec string) ([]place, error) {
	kind, rest, _ := strings.Cut(spec, ":")
	switch {
	case kind == "tcp":
		return tcpPlaces(rest)
	case (kind == "local" || kind == "localfilesystem") && goos != "windows" && rest != "":
		return []place{{"unix", rest}}, nil
	case kind == "localabstract" && goos == "linux" && rest != "":
		return []place{{"unix", "@" + rest}}, nil
	case kind == "vsock":
		return nil, &Error{Asked: askedWhere, Kind: ErrElsewhere, Detail: "ADB_SERVER_SOCKET names a socket of a virtual machine"}
	}
	return nil, unusable("ADB_SERVER_SOCKET names no socket to connect to")
}

// tcpPlaces reads a port, or a host with or without a port.
func tcpPlaces(text string) ([]place, error) {
	if port, ok := portNumber(text); ok {
		return loopback("", port)
	}
	host, number, err := net.SplitHostPort(text)
	if err != nil {
		return loopback(strings.Trim(text, "[]"), portBehindHost)
	}
	port, ok := portNumber(number)
	if !ok {
		return nil, unusable("ADB_SERVER_SOCKET has no port")
	}
	return loopback(host, port)
}

// loopback returns the sockets of this machine that a host and a port mean. A name is not looked up: only addresses of the loopback
// interface and "localhost" are known to be this machine.
func loopback(host string, port int) ([]place, error) {
	at := func(ip string) place { return place{"tcp", net.JoinHostPort(ip, strconv.Itoa(port))} }
	address, err := netip.ParseAddr(host)
	switch {
	case host == "", host == "localhost":
		return []place{at("127.0.0.1"), at("::1")}, nil
	case err == nil && address.IsLoopback() && address.Zone() == "":
		return []place{at(host)}, nil
	}
	return nil, &Error{Asked: askedWhere, Kind: ErrElsewhere}
}

// askedWhere is the question for the server's address.
const askedWhere = "the address of the adb server"

func unusable(detail string) error {
	return &Error{Asked: askedWhere, Kind: ErrAddress, Detail: detail}
}

func portNumber(text string) (int, bool) {
	number, err := strconv.ParseUint(text, 10, 16)
	return int(number), err == nil
}
