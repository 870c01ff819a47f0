// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/child"
	"github.com/xrprobe/xrprobe/probe/internal/program"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// maxWithout bounds how many layers are left out in turn, to find the one that is at fault. Each costs a process.
const maxWithout = 8

// askLayers runs the API layers that a program gets, in children, and tells layers what they did. First their libraries are
// loaded. Then, if the runtime creates an instance without them, the Khronos loader creates one with them.
func (p Prober) askLayers(ctx context.Context, r Request, layers *program.Layers, attempts []*attempt, children children) error {
	load := layers.ToLoad()
	if len(load) == 0 || !r.executes() || children.inProcess {
		return nil
	}
	request := wire.Request{Level: report.LevelLibrary}
	for _, layer := range load {
		request.Layers = append(request.Layers, wire.Layer{Name: layer.Name, Library: layer.Library, Functions: layer.Functions})
		if p.Announce != nil {
			p.Announce(report.Runtime{Manifest: layer.Path, Level: report.LevelLibrary})
		}
	}
	result, err := p.converse(ctx, r, request, children, os.Environ())
	if err != nil {
		return err
	}
	for i, answer := range result.Layers {
		if answer.Text != "" {
			layers.Refused(load[i], program.Refusal{Code: answer.Code, Result: answer.Result, Text: answer.Text})
		}
	}
	if n := len(result.Layers); n < len(load) && result.Runtime.Cause != nil {
		layers.Ended(load[n], result.Runtime.Cause.Code, result.Runtime.Cause.Text)
		return nil
	}
	for _, a := range attempts {
		known := a.known()
		switch {
		case !known.Active || known.Reached == nil || !known.Reached.AtLeast(report.LevelInstance) || layers.Stopped() != "":
		case r.Via == ViaLoader: // the layers were there when the runtime was asked
			layers.Created()
		default:
			return p.createWithLayers(ctx, r, layers, a, children)
		}
	}
	return nil
}

// converse asks a child something that is no runtime's ladder.
func (p Prober) converse(ctx context.Context, r Request, request wire.Request, children children, environment []string) (child.Result, error) {
	process, err := children.take(environment)
	if err != nil {
		return child.Result{}, err
	}
	return process.Converse(ctx, request, child.Options{Timeout: r.Timeout, CleanUp: r.CleanUp, Subject: "it"})
}

// createWithLayers creates an instance through the Khronos loader. If that fails, it leaves out one layer at a time.
func (p Prober) createWithLayers(ctx context.Context, r Request, layers *program.Layers, a *attempt, children children) error {
	create := func(variable ...string) (report.Runtime, error) {
		request := wire.Request{Level: report.LevelInstance, ThroughLoader: true, Loader: r.Loader, Files: p.watched(a.candidate)}
		result, err := p.converse(ctx, r, request, children, append(p.loaderEnvironment(layers, a.candidate), variable...))
		a.result.Runtime.SideEffects = append(a.result.Runtime.SideEffects, result.Runtime.SideEffects...)
		return result.Runtime, err
	}
	with, err := create()
	switch {
	case err != nil:
		return err
	case with.Cause == nil:
		layers.Created()
		return nil
	case with.Cause.Code == report.CauseLoadFailed:
		layers.Untold("the Khronos loader cannot be loaded here, so xrCreateInstance was not tried with the API layers")
		return nil
	}
	for _, layer := range layers.ToLoad()[:min(len(layers.ToLoad()), maxWithout)] {
		name, value, can := layers.Without(layer)
		if !can {
			continue
		}
		without, err := create(name + "=" + value)
		if err != nil {
			return err
		}
		if without.Cause == nil {
			layers.Prevented(layer, deref(with.Cause.Result), with.Cause.Text+", and not without it")
			return nil
		}
	}
	layers.Untold(fmt.Sprintf("with the API layers %s, %s, and without them it does not fail", strings.Join(layers.Names(), ", "), with.Cause.Text))
	return nil
}

// loaderEnvironment is the environment in which the Khronos loader sees what the prober's host has: the loader's variables, and
// those that turn layers on and off. The loader says only in a warning why it leaves a layer out, so it is asked for warnings.
func (p Prober) loaderEnvironment(layers *program.Layers, c candidate) []string {
	var names []string
	for _, variable := range append(p.Host.Environment(), layers.Variables()...) {
		names = append(names, variable.Name)
	}
	environment := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(names, name)
	})
	for _, name := range names {
		if value, set := p.Host.Getenv(name); set {
			environment = append(environment, name+"="+value)
		}
	}
	if !c.Active || p.Host.User != "" {
		environment = append(environment, "XR_RUNTIME_JSON="+c.Path)
	}
	if level, _ := p.Host.Getenv("XR_LOADER_DEBUG"); level == "" {
		environment = append(environment, "XR_LOADER_DEBUG=warn")
	}
	return environment
}

// between tells the attempts of the API layers.
func between(layers *program.Layers, attempts []*attempt) []*attempt {
	for _, a := range attempts {
		a.layers = layers
	}
	return attempts
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
