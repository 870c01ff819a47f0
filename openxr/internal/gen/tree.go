// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// node is an XML element, or a run of text when Name is empty.
type node struct {
	Name     string
	Attr     map[string]string
	Text     string
	Children []*node
	Line     int
}

// lineError reports a line of the registry that the generator does not understand.
type lineError struct {
	Line int
	Text string
}

func (e *lineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

func errorAt(line int, format string, args ...any) error {
	return &lineError{Line: line, Text: fmt.Sprintf(format, args...)}
}

// readTree returns the document's root element.
func readTree(source []byte) (*node, error) {
	decoder := xml.NewDecoder(bytes.NewReader(source))
	document := &node{}
	open := []*node{document}
	for {
		line, _ := decoder.InputPos()
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, syntaxError(line, err)
		}
		parent := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{Name: token.Name.Local, Attr: make(map[string]string, len(token.Attr)), Line: line}
			for _, a := range token.Attr {
				n.Attr[a.Name.Local] = a.Value
			}
			parent.Children = append(parent.Children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			parent.Children = append(parent.Children, &node{Text: string(token), Line: line})
		}
	}
	root := document.child("registry")
	if root == nil {
		return nil, errorAt(1, "the document has no <registry> element")
	}
	return root, nil
}

func syntaxError(line int, err error) error {
	if s, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return errorAt(s.Line, "%s", s.Msg)
	}
	return errorAt(line, "%v", err)
}

// elements returns the children of the given name.
func (n *node) elements(name string) []*node {
	var found []*node
	for _, c := range n.Children {
		if c.Name == name {
			found = append(found, c)
		}
	}
	return found
}

// child returns the first child of the given name, or nil.
func (n *node) child(name string) *node {
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// flat returns all text in n and its descendants.
func (n *node) flat() string {
	if n.Name == "" && n.Children == nil {
		return n.Text
	}
	return flatten(n.Children)
}

func flatten(nodes []*node) string {
	var b strings.Builder
	for _, c := range nodes {
		b.WriteString(c.flat())
	}
	return b.String()
}

var cIdentifier = regexp.MustCompile(`^[A-Za-z_]\w*$`)

// around splits the children of n at <name>. It returns the nodes before it, the name and the
// nodes after it.
func (n *node) around() (before []*node, name string, after []*node, err error) {
	for i, c := range n.Children {
		if c.Name != "name" {
			continue
		}
		name = strings.TrimSpace(c.flat())
		if !cIdentifier.MatchString(name) {
			return nil, "", nil, errorAt(c.Line, "%q is not a name", name)
		}
		return n.Children[:i], name, n.Children[i+1:], nil
	}
	return nil, "", nil, errorAt(n.Line, "<%s> has no <name>", n.Name)
}
