// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package site_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/tryout/site"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
)

var program = site.Program{Wasm: []byte("a program"), Support: []byte("its support")}

func get(t *testing.T, method, host, path string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, "http://"+host+path, nil)
	w := httptest.NewRecorder()
	program.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestHandler_ServesThePage(t *testing.T) {
	t.Parallel()
	for path, kind := range map[string]string{
		"/": "text/html; charset=utf-8", "/visitor.html": "text/html; charset=utf-8", "/style.css": "text/css; charset=utf-8", "/xr.js": "text/javascript; charset=utf-8",
		"/wasm_exec.js": "text/javascript; charset=utf-8", "/gate.wasm": "application/wasm", "/headsets.json": "application/json",
	} {
		response := get(t, http.MethodGet, "127.0.0.1:8080", path)
		require.Equal(t, http.StatusOK, response.StatusCode, path)
		require.Equal(t, kind, response.Header.Get("Content-Type"), path)
		policy := response.Header.Get("Content-Security-Policy")
		require.True(t, strings.HasPrefix(policy, "default-src 'none'; "), policy)
		require.NotContains(t, policy, "unsafe-inline")
		require.NotContains(t, policy, "http")
	}
	require.Equal(t, "gzip", get(t, http.MethodGet, "localhost", "/gate.wasm").Header.Get("Content-Encoding"))
}

func TestHandler_RefusesTheRest(t *testing.T) {
	t.Parallel()
	require.Equal(t, http.StatusNotFound, get(t, http.MethodGet, "localhost", "/page.go").StatusCode)
	require.Equal(t, http.StatusNotFound, get(t, http.MethodGet, "localhost", "/headsets/nothing.json").StatusCode)
	require.Equal(t, http.StatusMethodNotAllowed, get(t, http.MethodPost, "localhost", "/").StatusCode)
}

// A page elsewhere may have a name that means 127.0.0.1.
func TestHandler_AnswersThisMachineAlone(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:80": 200, "[::1]:80": 200, "[::1]": 200, "localhost:9": 200,
		"example.com": http.StatusMisdirectedRequest, "127.0.0.1.example.com:80": http.StatusMisdirectedRequest, "192.168.0.1": http.StatusMisdirectedRequest,
	} {
		require.Equal(t, want, get(t, http.MethodGet, host, "/").StatusCode, host)
	}
}

// What the page loads is here: no file names another machine.
func TestHandler_FilesNameNoOtherMachine(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/visitor.html", "/style.css", "/xr.js", "/agent.js", "/shell.js", "/visitor.js"} {
		content, err := io.ReadAll(get(t, http.MethodGet, "localhost", path).Body)
		require.NoError(t, err)
		text := strings.NewReplacer("https://shop.example", "", "https://game.example", "").Replace(string(content))
		require.NotContains(t, text, "://", path)
	}
}

func TestHandler_AnswersForEveryDataSheet(t *testing.T) {
	t.Parallel()
	var list []struct{ Name, Title string }
	require.NoError(t, json.NewDecoder(get(t, http.MethodGet, "localhost", "/headsets.json").Body).Decode(&list))
	require.Len(t, list, len(devices.Names()))
	for _, headset := range list {
		require.NotEmpty(t, headset.Title)
		response := get(t, http.MethodGet, "localhost", "/headsets/"+headset.Name+".json")
		require.Equal(t, http.StatusOK, response.StatusCode, headset.Name)
		var r report.Report
		require.NoError(t, json.NewDecoder(response.Body).Decode(&r), headset.Name)
		require.NotEmpty(t, r.Runtimes, headset.Name)
	}
}

func TestServe_SaysWhereAndEnds(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- site.Serve(ctx, "127.0.0.1:0", program, write) }()
	address, err := bufio.NewReader(read).ReadString('\n')
	require.NoError(t, err)
	response, err := http.Get(strings.TrimSpace(address) + "wasm_exec.js")
	require.NoError(t, err)
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, "its support", string(content))
	end()
	require.NoError(t, <-ended)
}

func TestServe_RefusesOtherAddresses(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, site.Serve(t.Context(), "0.0.0.0:0", program, io.Discard), site.ErrNotLocal)
}
