// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission/web/page"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
	"github.com/xrprobe/xrprobe/probe"
)

// Program is the program that the page loads.
type Program struct {
	// Wasm is the program, gzipped, and Support is the wasm_exec.js of the toolchain that built it.
	Wasm, Support []byte
}

// shutdownTime is how long answers that have begun may take after the end.
const shutdownTime = time.Second

// ErrNotLocal says that other machines could reach the page at an address.
var ErrNotLocal = errors.New("other machines could reach the page at this address")

// Serve serves the page at an address of this machine until the context ends. It writes where the
// page is.
func Serve(ctx context.Context, address string, p Program, say io.Writer) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	if at, is := listener.Addr().(*net.TCPAddr); !is || !at.IP.IsLoopback() {
		_ = listener.Close()
		return ErrNotLocal
	}
	fmt.Fprintf(say, "http://%s/\n", listener.Addr())
	server := &http.Server{Handler: p.Handler(), ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0)}
	stopped := context.AfterFunc(ctx, func() {
		ending, cancel := context.WithTimeout(context.Background(), shutdownTime)
		defer cancel()
		_ = server.Shutdown(ending)
	})
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// policy lets the page load what this server has, and nothing else. WebAssembly needs a word of its
// own. Frames show pages of this server.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; " +
	"frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'"

// Handler answers requests for the page.
func (p Program) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { file(w, "index.html") })
	mux.HandleFunc("GET /{name}", func(w http.ResponseWriter, r *http.Request) { file(w, r.PathValue("name")) })
	mux.HandleFunc("GET /gate.wasm", p.wasm)
	mux.HandleFunc("GET /wasm_exec.js", func(w http.ResponseWriter, _ *http.Request) { send(w, types[".js"], p.Support, true) })
	mux.HandleFunc("GET /headsets.json", headsets)
	mux.HandleFunc("GET /headsets/{name}", headset)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local(r) {
			http.Error(w, "the page is for this machine alone", http.StatusMisdirectedRequest)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		mux.ServeHTTP(w, r)
	})
}

// IsLoopback reports whether a host's name is "localhost" or an address that only this machine reaches.
func IsLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}

// local reports whether a request names this machine. A page elsewhere whose name was made to mean
// 127.0.0.1 is refused.
func local(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = strings.Trim(r.Host, "[]")
	}
	return IsLoopback(host)
}

var types = map[string]string{".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

func file(w http.ResponseWriter, name string) {
	content, err := fs.ReadFile(page.Files(), name)
	send(w, types[path.Ext(name)], content, err == nil)
}

func send(w http.ResponseWriter, kind string, content []byte, found bool) {
	if !found {
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(content)
}

// wasm sends the program as it is built in: every browser that runs it unpacks gzip.
func (p Program) wasm(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	send(w, "application/wasm", p.Wasm, true)
}

// listed is a data sheet that can be plugged in.
type listed struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

func headsets(w http.ResponseWriter, _ *http.Request) {
	list := []listed{}
	for _, name := range devices.Names() {
		sheet, err := devices.Sheet(name)
		if err != nil {
			continue // cannot happen: a test reads each sheet
		}
		list = append(list, listed{name, sheet.Title})
	}
	content, err := json.Marshal(list)
	send(w, "application/json", content, err == nil)
}

// headset sends the report of a data sheet, which is asked in this process.
func headset(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSuffix(r.PathValue("name"), ".json")
	sheet, err := devices.Sheet(name)
	if err != nil {
		send(w, "", nil, false)
		return
	}
	found, err := probe.Simulation{Name: name, Sheet: sheet}.Report(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	content, err := json.Marshal(found)
	send(w, "application/json", content, err == nil)
}
