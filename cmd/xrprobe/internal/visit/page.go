// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package visit

import (
	crand "crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"strings"
)

// Page returns the origin of a page with a URL, and whether its documents are secure contexts.
func Page(address string) (origin string, secure bool, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", false, fmt.Errorf("%q: a page's URL begins with https:// or http:// and names a host", address)
	}
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	secure = u.Scheme == "https" || host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
	origin = strings.TrimSuffix(u.Scheme+"://"+strings.ToLower(u.Host), map[string]string{"http": ":80", "https": ":443"}[u.Scheme])
	return origin, secure, nil
}

// Random is a source of random numbers: the same ones for the same seed.
func Random(seed *uint64) io.Reader {
	if seed == nil {
		return crand.Reader
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], *seed)
	return rand.NewChaCha8(key)
}
