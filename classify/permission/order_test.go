// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// slow is a slow user interface. It records whether two prompts for one origin and mode were
// ever up at once.
type slow struct {
	mutex     sync.Mutex
	up, asked int
	twice     bool
}

func (s *slow) Ask(permission.Prompt) func() {
	s.mutex.Lock()
	s.up++
	s.asked++
	s.twice = s.twice || s.up > 1
	s.mutex.Unlock()
	return func() {
		time.Sleep(time.Millisecond)
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.up--
	}
}

// discarded is an event loop that drops its tasks.
type discarded struct{}

func (discarded) Queue(navigator.Task) {}

// fast is the real clock, a thousand times as fast.
type fast struct{ navigator.SystemClock }

func (f fast) AfterFunc(d time.Duration, do func()) func() {
	return f.SystemClock.AfterFunc(d/1000, do)
}

// With a real clock, and documents that open, ask and close on many goroutines: a prompt is
// withdrawn before the next one for its key is up, however long that takes.
func TestGate_PromptsDoNotOverlap(t *testing.T) {
	t.Parallel()
	prompter := &slow{}
	gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: fixed(both()), Prompter: prompter, Clock: fast{}})
	c := document(originA)
	c.Tasks = discarded{}
	for i := range 100 {
		gate.Regular().Set(keyA, webxr.Prompt) // on a busy machine the question before may have ended in a denial
		ctx, leave := context.WithCancel(t.Context())
		d := gate.Regular().Open(ctx, c)
		d.IsSessionSupported(vr, func(navigator.SupportedResult) {})
		time.Sleep(time.Duration(i%10) * 300 * time.Microsecond) // long enough for a prompt, sometimes
		leave()
		require.Eventually(t, func() bool { return !d.Active() }, waitLimit, 10*time.Microsecond)
	}
	require.Eventually(t, func() bool {
		prompter.mutex.Lock()
		defer prompter.mutex.Unlock()
		return prompter.up == 0
	}, waitLimit, time.Millisecond, "all prompts are withdrawn")
	require.NotZero(t, prompter.asked)
	require.False(t, prompter.twice)
}

// waitLimit is how long something may take on a busy machine.
const waitLimit = 10 * time.Second
