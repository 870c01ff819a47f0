// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// ToLoad returns the layers that a program loads, in the loader's order, as far as is known so far.
func (l *Layers) ToLoad() []loader.Layer {
	var list []loader.Layer
	for _, layer := range l.plan.Load {
		if _, broken := l.unusable[layer.Path]; !broken && l.plan.Result == 0 {
			list = append(list, layer)
		}
	}
	return list
}

// Stopped returns why the layers stop every program, as far as is known so far, or "".
func (l *Layers) Stopped() string { return l.stops().because }

// Names returns the names of the layers that a program loads, also if it fails afterwards; none for nil.
func (l *Layers) Names() []string {
	names := []string{}
	if l == nil {
		return names
	}
	for _, layer := range l.plan.Load {
		if _, broken := l.unusable[layer.Path]; !broken {
			names = append(names, layer.Name)
		}
	}
	return names
}

// Refusal is why a layer's library cannot be used.
type Refusal struct {
	// Code is a word, and Text completes a sentence about the layer.
	Code, Text string
	// Result is the Khronos loader's XrResult. It is XR_SUCCESS if the loader does not notice: then nothing tells what a program
	// does.
	Result string
}

// Refused records that a layer's library was loaded in a child, and why it cannot be used.
func (l *Layers) Refused(layer loader.Layer, why Refusal) {
	if why.Result == success {
		l.codes[layer.Path] = why.Code
		l.observed = &stop{because: fmt.Sprintf("The API layer %s (%s) may end every OpenXR program: %s, which the Khronos loader does not check", layer.Name, layer.Path, why.Text), fix: l.turnOff(layer), maybe: true}
		return
	}
	l.unusable[layer.Path] = why
}

// Ended records that a layer's library ended the child, or held it up.
func (l *Layers) Ended(layer loader.Layer, code, text string) {
	l.codes[layer.Path] = code
	l.observed = &stop{because: l.stopping(layer) + text, fix: l.turnOff(layer)}
}

// Created records that a program's xrCreateInstance succeeds through the Khronos loader, with the layers.
func (l *Layers) Created() { l.created = true }

// Prevented records that xrCreateInstance fails through the Khronos loader, and not without the layer. The result is "" if
// it did not return.
func (l *Layers) Prevented(layer loader.Layer, result, text string) {
	l.observed = &stop{result: result, because: l.stopping(layer) + text, fix: l.turnOff(layer)}
}

// Untold records why it is not known what xrCreateInstance does with the layers.
func (l *Layers) Untold(text string) { l.untold = text }

func (l *Layers) stopping(layer loader.Layer) string {
	return fmt.Sprintf("The API layer %s (%s) stops every OpenXR program: ", layer.Name, layer.Path)
}

// Without returns the variables that a process needs, with their values, to load all layers but one, and whether there are such.
func (l *Layers) Without(layer loader.Layer) (name, value string, can bool) {
	if layer.Implicit {
		return layer.DisableVariable, "1", layer.DisableVariable != ""
	}
	return "XR_ENABLE_API_LAYERS", l.requestWithout(layer.Name), true
}
