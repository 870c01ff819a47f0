// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func isThisSystem(m Machine) bool { return m.Host.System() == "linux" }

// usersOf returns the processes that have a library loaded, as far as this user may look into them, without this one.
func usersOf(ctx context.Context, library string) []Process {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var users []Process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() || ctx.Err() != nil {
			continue
		}
		dir := filepath.Join("/proc", entry.Name())
		if !hasMapped(filepath.Join(dir, "maps"), library) {
			continue
		}
		name, _ := os.ReadFile(filepath.Join(dir, "comm")) // the process may have ended
		file, _ := os.Readlink(filepath.Join(dir, "exe"))
		users = append(users, Process{PID: pid, Name: strings.TrimSpace(string(name)), File: file})
	}
	return users
}

// hasMapped reports whether a list of mappings has a file.
func hasMapped(list, library string) bool {
	file, err := os.Open(list)
	if err != nil {
		return false
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.HasSuffix(strings.TrimSuffix(lines.Text(), " (deleted)"), " "+library) { // one that was replaced is in use too
			return true
		}
	}
	return false
}
