// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// ErrChain matches an error about a [Chain] that cannot be passed to a runtime.
var ErrChain = errors.New("the chain of structures cannot be used")

// Chain is a list of extension structures that are passed to a command. It owns their
// memory and links them again before each call; it never follows a pointer that a
// runtime could have changed. The zero value is an empty chain. Two calls must not use one
// chain at the same time.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#valid-usage-for-structure-pointer-chains
type Chain struct {
	links []link
	err   error
}

// link is one structure of a chain.
type link struct {
	header *xr.BaseOutStructure
	output []byte // what the runtime writes; nil if the caller fills the structure
	starts []start
}

// Output is a structure of a [Chain] that the runtime fills.
type Output[T any] struct{ value *T }

// Value returns what the runtime wrote. It returns false if the runtime wrote nothing:
// either it does not know the structure, or no command was called with the chain yet.
func (o Output[T]) Value() (T, bool) {
	return *o.value, wasTouched(o.value, headerSize)
}

// AppendOutput appends a structure for the runtime to fill. T must begin with the Type
// and Next of a structure and must hold no other pointers. Otherwise the call that uses
// the chain returns an error that matches [ErrChain].
func AppendOutput[T any](c *Chain, structureType xr.StructureType) Output[T] {
	value := new(T)
	header, err := headerOf(value)
	if err == nil && hasPointerMember(reflect.TypeFor[T]()) {
		err = fmt.Errorf("%w: %T holds pointers, which a runtime must not write", ErrChain, *value)
	}
	if err != nil {
		c.err = errors.Join(c.err, err)
		return Output[T]{value}
	}
	header.Type = structureType
	poison(value, headerSize)
	c.links = append(c.links, link{header: header, output: payload(value, headerSize)})
	return Output[T]{value}
}

// Append appends a structure that the caller has filled, including its Type. T must begin
// with the Type and Next of a structure. Otherwise the call that uses the chain returns an
// error that matches [ErrChain].
func Append[T any](c *Chain, value *T) {
	header, err := headerOf(value)
	if err != nil {
		c.err = errors.Join(c.err, err)
		return
	}
	c.links = append(c.links, link{header: header})
}

// appendProperty appends a structure for the runtime to fill, and returns its memory. The
// generated tables of package xr describe its layout, and the round chooses its first values.
func (c *Chain) appendProperty(s xr.PropertyStruct, round int) []byte {
	words := make([]uint64, (s.Size+7)/8) // aligned to 8 bytes, as C requires
	header := (*xr.BaseOutStructure)(unsafe.Pointer(&words[0]))
	header.Type = s.Type
	whole := unsafe.Slice((*byte)(unsafe.Pointer(header)), s.Size)
	c.links = append(c.links, link{header, whole[headerSize:], startsOf(s, whole, round)})
	return whole
}

// headerOf returns the structure's Type and Next, or an error if T does not begin with them.
func headerOf[T any](value *T) (*xr.BaseOutStructure, error) {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct || t.NumField() < 2 ||
		t.Field(0).Type != reflect.TypeFor[xr.StructureType]() || t.Field(1).Type != reflect.TypeFor[unsafe.Pointer]() {
		return nil, fmt.Errorf("%w: %T does not begin with the type and next of a structure", ErrChain, *value)
	}
	return (*xr.BaseOutStructure)(unsafe.Pointer(value)), nil
}

// hasPointerMember reports whether a structure has pointers after its Type and Next.
func hasPointerMember(t reflect.Type) bool {
	for i := 2; i < t.NumField(); i++ {
		if containsPointer(t.Field(i).Type) {
			return true
		}
	}
	return false
}

// containsPointer reports whether a value of type t holds a pointer at any depth.
func containsPointer(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return containsPointer(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if containsPointer(t.Field(i).Type) {
				return true
			}
		}
		return false
	default:
		return t.Kind() == reflect.Pointer || t.Kind() == reflect.UnsafePointer
	}
}

// call links the chain, calls the command with its first structure, and clears the links
// again, so that no pointer that a runtime wrote there is ever followed. A nil chain is empty.
func (c *Chain) call(command func(first unsafe.Pointer) error) error {
	if c == nil {
		return command(nil)
	}
	if c.err != nil {
		return c.err
	}
	var pinner runtime.Pinner
	defer pinner.Unpin()
	defer c.unlink()
	return command(c.link(&pinner))
}

// link links the structures and pins them. It returns the first one, or nil if there is none.
func (c *Chain) link(pinner *runtime.Pinner) unsafe.Pointer {
	var first unsafe.Pointer
	for i := len(c.links) - 1; i >= 0; i-- {
		for j := range c.links[i].output {
			c.links[i].output[j] = untouched
		}
		for _, s := range c.links[i].starts {
			copy(s.member, s.value)
		}
		c.links[i].header.Next = (*xr.BaseOutStructure)(first)
		first = unsafe.Pointer(c.links[i].header)
		pinner.Pin(c.links[i].header)
	}
	return first
}

// unlink clears every Next.
func (c *Chain) unlink() {
	for _, l := range c.links {
		l.header.Next = nil
	}
}
