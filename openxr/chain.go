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

// ErrChain matches an error about a [Chain] that cannot be given to a runtime.
var ErrChain = errors.New("the chain of structures cannot be used")

// Chain is a list of extension structures that a command is called with. It owns their
// memory and links them anew before each call; it never follows a pointer that a
// runtime has held. The zero value is an empty chain. A chain is for one call at a time.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#valid-usage-for-structure-pointer-chains
type Chain struct {
	links []link
	err   error
}

// link is one structure: its memory, and how much of it a runtime is asked to write.
type link struct {
	header *xr.BaseOutStructure
	output []byte // nil where the structure is the caller's to fill
}

// Output is a structure that a runtime is asked to fill.
type Output[T any] struct{ value *T }

// Value returns what the runtime wrote, and false if it wrote nothing: because it does
// not know the structure, or because it was not asked yet.
func (o Output[T]) Value() (T, bool) {
	return *o.value, wasTouched(o.value, headerSize)
}

// AppendOutput appends a structure for the runtime to fill. T begins with a structure's Type and
// Next and holds no further pointers; anything else is an error of the call that the
// chain is used for.
func AppendOutput[T any](c *Chain, structureType xr.StructureType) Output[T] {
	value := new(T)
	header, err := headerOf(value)
	if err == nil && hasPointerMember(reflect.TypeFor[T]()) {
		err = fmt.Errorf("%w: %T holds pointers, which a runtime may not write", ErrChain, *value)
	}
	if err != nil {
		c.err = errors.Join(c.err, err)
		return Output[T]{value}
	}
	header.Type = structureType
	poison(value, headerSize)
	c.links = append(c.links, link{header, payload(value, headerSize)})
	return Output[T]{value}
}

// Append appends a structure that the caller has filled, its Type included.
func Append[T any](c *Chain, value *T) {
	header, err := headerOf(value)
	if err != nil {
		c.err = errors.Join(c.err, err)
		return
	}
	c.links = append(c.links, link{header: header})
}

// appendProperty appends a structure whose layout a table has, for the runtime to fill.
func (c *Chain) appendProperty(s xr.PropertyStruct) []byte {
	words := make([]uint64, (s.Size+7)/8) // as aligned as C wants it
	header := (*xr.BaseOutStructure)(unsafe.Pointer(&words[0]))
	header.Type = s.Type
	whole := unsafe.Slice((*byte)(unsafe.Pointer(header)), s.Size)
	c.links = append(c.links, link{header, whole[headerSize:]})
	return whole
}

// headerOf checks that T begins as every structure of a chain does.
func headerOf[T any](value *T) (*xr.BaseOutStructure, error) {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct || t.NumField() < 2 ||
		t.Field(0).Type != reflect.TypeFor[xr.StructureType]() || t.Field(1).Type != reflect.TypeFor[unsafe.Pointer]() {
		return nil, fmt.Errorf("%w: %T does not begin with a structure's type and next", ErrChain, *value)
	}
	return (*xr.BaseOutStructure)(unsafe.Pointer(value)), nil
}

// hasPointerMember looks behind the header.
func hasPointerMember(t reflect.Type) bool {
	for i := 2; i < t.NumField(); i++ {
		if containsPointer(t.Field(i).Type) {
			return true
		}
	}
	return false
}

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

// call links the chain, calls with its first structure, and takes the links apart again,
// so that nothing that a runtime wrote into one is ever followed.
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

// link returns the first structure, in memory that does not move until it is unpinned.
func (c *Chain) link(pinner *runtime.Pinner) unsafe.Pointer {
	var first unsafe.Pointer
	for i := len(c.links) - 1; i >= 0; i-- {
		for j := range c.links[i].output {
			c.links[i].output[j] = untouched
		}
		c.links[i].header.Next = (*xr.BaseOutStructure)(first)
		first = unsafe.Pointer(c.links[i].header)
		pinner.Pin(c.links[i].header)
	}
	return first
}

func (c *Chain) unlink() {
	for _, l := range c.links {
		l.header.Next = nil
	}
}
