// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import "os"

// pipes are the three pipes between parent and child: requests go to control, steps come
// from answer, and the runtime's output comes from log. Questions is a file in memory in which
// the child writes what it is about to ask, or nil where questions are steps like others: see
// questions.go.
type pipes struct {
	controlR, controlW, answerR, answerW, logR, logW, questions *os.File
}

func (p pipes) all() []*os.File {
	return []*os.File{p.controlR, p.controlW, p.answerR, p.answerW, p.logR, p.logW, p.questions}
}

func openPipes() (pipes, error) {
	var p pipes
	var err error
	for _, ends := range []struct{ r, w **os.File }{{&p.controlR, &p.controlW}, {&p.answerR, &p.answerW}, {&p.logR, &p.logW}} {
		if *ends.r, *ends.w, err = os.Pipe(); err != nil {
			closeAll(p.all()...)
			return pipes{}, err
		}
	}
	p.questions = newQuestions()
	return p, nil
}

// closeAll closes files; nil files are ignored.
func closeAll(files ...*os.File) {
	for _, file := range files {
		_ = file.Close() // closing a nil *os.File is an error, and harmless
	}
}
