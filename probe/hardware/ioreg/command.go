// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// limit is how long ioreg may take; it needs a part of a second. After it is killed, wait is how long its pipe may stay open.
const (
	limit = 10 * time.Second
	wait  = time.Second
)

// program returns what asks a program, which gets no input and no environment, and may print so many bytes.
func program(name string, limit time.Duration, most int) asker {
	return func(ctx context.Context, args ...string) ([]byte, error) {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		command := exec.CommandContext(ctx, name, args...)
		output := &bounded{most: most}
		command.Stdout, command.Env, command.WaitDelay = output, []string{}, wait
		err := command.Run()
		switch {
		case output.full:
			return nil, fmt.Errorf("it prints more than %d bytes", most)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
		return output.data, err
	}
}

// bounded keeps what a program prints. If that is too much, nobody reads any more, and the program ends.
type bounded struct {
	data []byte
	most int
	full bool
}

var errFull = errors.New("it prints too much")

func (b *bounded) Write(data []byte) (int, error) {
	if b.full = b.full || len(b.data)+len(data) > b.most; b.full {
		return 0, errFull
	}
	b.data = append(b.data, data...)
	return len(data), nil
}
