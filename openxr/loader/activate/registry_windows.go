// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/windows"
	windowsregistry "golang.org/x/sys/windows/registry"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// mutexName names the lock of all processes of this machine.
const mutexName = `Global\xrprobe-use`

func (p *Plan) applyRegistry(ctx context.Context) error {
	return locked(ctx, func(j journal) error { return j.change(p.Choice.Name, p.values) })
}

func (m Machine) undoRegistry(ctx context.Context, forced bool) (Past, error) {
	var last journalEntry
	err := locked(ctx, func(j journal) error {
		var err error
		last, err = j.undo(forced)
		return err
	})
	return last.past(), err
}

func (m Machine) rememberedValues(context.Context) ([]Past, bool, error) {
	if m.Host.Registry != nil {
		return nil, false, nil // that of another machine
	}
	j := journal{realKeys{}}
	entries, _, err := j.entries()
	var past []Past
	for _, entry := range entries {
		past = append(past, entry.past())
	}
	if err != nil {
		return past, false, refusedRegistry(err)
	}
	_, _, interrupted, err := j.interrupted()
	return past, interrupted, refusedRegistry(err)
}

// past is the change in words: what undoing it does.
func (e journalEntry) past() Past {
	p := Past{At: e.At, Name: e.Note}
	for _, v := range e.Values {
		p.Changes = append(p.Changes, Change{Path: v.view().path(), Before: v.After.String(), After: v.Before.String(), Programs: v.view().programs})
	}
	return p
}

// locked does something with the journal while no other process does, after it has finished what a killed process left.
func locked(ctx context.Context, do func(journal) error) error {
	name, err := windows.UTF16PtrFromString(mutexName)
	if err != nil {
		return err
	}
	mutex, err := windows.CreateMutex(nil, false, name)
	if mutex == 0 {
		return refusedRegistry(err)
	}
	defer windows.CloseHandle(mutex)
	runtime.LockOSThread() // a mutex belongs to a thread
	defer runtime.UnlockOSThread()
	if err := acquire(ctx, mutex); err != nil {
		return err
	}
	defer windows.ReleaseMutex(mutex)
	j := journal{realKeys{}}
	if err := j.recover(); err != nil {
		return refusedRegistry(err)
	}
	return refusedRegistry(do(j))
}

// acquire waits for a mutex.
func acquire(ctx context.Context, mutex windows.Handle) error {
	deadline := time.Now().Add(patience)
	for {
		event, err := windows.WaitForSingleObject(mutex, 50)
		switch {
		case event == windows.WAIT_OBJECT_0 || event == windows.WAIT_ABANDONED:
			return nil
		case event != uint32(windows.WAIT_TIMEOUT):
			return refusedRegistry(err)
		case ctx.Err() != nil || time.Now().After(deadline):
			return &RefusedError{Code: CodeBusy, Text: "the registry is being changed by another process, which has not ended yet", Fix: "Repeat the command when that process has ended."}
		}
	}
}

// refusedRegistry says in one sentence why the registry was not changed.
func refusedRegistry(err error) error {
	var refused *RefusedError
	switch {
	case err == nil || errors.As(err, &refused):
		return err
	case errors.Is(err, windows.ERROR_ACCESS_DENIED):
		return &RefusedError{Code: CodeDenied, Text: "only an administrator may change " + registry.LocalMachine, Err: err,
			Fix: "Repeat the command in a terminal of an administrator, or add --elevate: then Windows asks for your consent."}
	}
	return &RefusedError{Code: CodeFailed, Text: "the registry could not be changed: " + err.Error(), Err: err}
}

// realKeys is the registry of this machine.
type realKeys struct{}

func (realKeys) get(key, name string) (held, error) {
	open, err := windowsregistry.OpenKey(windowsregistry.LOCAL_MACHINE, key, windowsregistry.QUERY_VALUE|windowsregistry.WOW64_64KEY)
	if errors.Is(err, windowsregistry.ErrNotExist) {
		return held{}, nil
	}
	if err != nil {
		return held{}, err
	}
	defer open.Close()
	for size := 1024; ; size *= 2 {
		buffer := make([]byte, size)
		n, kind, err := open.GetValue(name, buffer)
		switch {
		case errors.Is(err, windowsregistry.ErrNotExist):
			return held{}, nil
		case errors.Is(err, windowsregistry.ErrShortBuffer), errors.Is(err, windows.ERROR_MORE_DATA):
			continue
		case err != nil:
			return held{}, err
		}
		return held{Present: true, Kind: registry.Kind(kind), Data: buffer[:n]}, nil
	}
}

func (r realKeys) set(key, name string, h held) error {
	if !h.Present {
		return r.remove(key, name)
	}
	open, _, err := windowsregistry.CreateKey(windowsregistry.LOCAL_MACHINE, key, windowsregistry.SET_VALUE|windowsregistry.WOW64_64KEY)
	if err != nil {
		return err
	}
	defer open.Close()
	return setRaw(open, name, h)
}

// remove removes a value, and the journal's key with its last value.
func (r realKeys) remove(key, name string) error {
	open, err := windowsregistry.OpenKey(windowsregistry.LOCAL_MACHINE, key, windowsregistry.SET_VALUE|windowsregistry.WOW64_64KEY)
	if errors.Is(err, windowsregistry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer open.Close()
	if err := open.DeleteValue(name); err != nil && !errors.Is(err, windowsregistry.ErrNotExist) {
		return err
	}
	if key == journalKey {
		tidy()
	}
	return nil
}

// tidy removes the journal's keys if nothing is in them.
func tidy() {
	for _, key := range []string{journalKey, strings.TrimSuffix(journalKey, `\Undo`)} {
		open, err := windowsregistry.OpenKey(windowsregistry.LOCAL_MACHINE, key, windowsregistry.READ|windowsregistry.WOW64_64KEY)
		if err != nil {
			return
		}
		info, err := open.Stat()
		open.Close()
		if err != nil || info.ValueCount > 0 || info.SubKeyCount > 0 || windowsregistry.DeleteKey(windowsregistry.LOCAL_MACHINE, key) != nil {
			return
		}
	}
}

func (realKeys) numbers() ([]int, error) {
	open, err := windowsregistry.OpenKey(windowsregistry.LOCAL_MACHINE, journalKey, windowsregistry.QUERY_VALUE|windowsregistry.WOW64_64KEY)
	if errors.Is(err, windowsregistry.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer open.Close()
	names, err := open.ReadValueNames(-1)
	var numbers []int
	for _, name := range names {
		if number, err := strconv.Atoi(name); err == nil && number > 0 {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	if len(names) == 0 {
		return nil, nil // Windows says so of a key without values
	}
	return numbers, err
}
