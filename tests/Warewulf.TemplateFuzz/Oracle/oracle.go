// The oracle runs templates with Go's own engine: a request a line comes in as JSON, an answer a line goes out.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o oracle oracle.go
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"text/template"
	"time"

	"github.com/Masterminds/sprig"
)

// A request names the template's text in base64, since it need not be UTF-8, and its data in typed JSON.
type request struct {
	Text    []byte          `json:"text"`
	Data    json.RawMessage `json:"data"`
	Missing string          `json:"missing"`
	Left    string          `json:"left"`
	Right   string          `json:"right"`
}

// An answer says how far it came: "" for the end, "parse", "exec", "panic", "timeout", or "large" for too much output.
type answer struct {
	Output  []byte `json:"output"`
	Kind    string `json:"kind"`
	Message []byte `json:"message"`
}

const (
	mostOutput = 1 << 20
	mostTime   = 4 * time.Second
)

var errLarge = errors.New("too much output")

type limited struct{ bytes.Buffer }

func (w *limited) Write(p []byte) (int, error) {
	if w.Len()+len(p) > mostOutput {
		return 0, errLarge
	}
	return w.Buffer.Write(p)
}

func run(r request) (a answer) {
	var out limited
	defer func() {
		a.Output = out.Bytes()
		if p := recover(); p != nil {
			a.Kind, a.Message = "panic", []byte(fmt.Sprint(p))
		}
	}()
	t := template.New("t").Funcs(sprig.TxtFuncMap()).Delims(r.Left, r.Right)
	if r.Missing != "" {
		t = t.Option("missingkey=" + r.Missing)
	}
	data, err := readData(r.Data)
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle: data:", err)
		os.Exit(1)
	}
	if _, err := t.Parse(string(r.Text)); err != nil {
		a.Kind, a.Message = "parse", []byte(err.Error())
		return
	}
	if err := t.Execute(&out, data); err != nil {
		a.Kind, a.Message = "exec", []byte(err.Error())
		if errors.Is(err, errLarge) {
			a.Kind = "large"
		}
	}
	return
}

func main() {
	// A value that holds itself uses up the stack when it is printed: better soon.
	debug.SetMaxStack(64 << 20)
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var r request
		if err := json.Unmarshal(line, &r); err != nil {
			fmt.Fprintln(os.Stderr, "oracle: request:", err)
			os.Exit(1)
		}
		done := make(chan answer, 1)
		go func() { done <- run(r) }()
		select {
		case a := <-done:
			_ = encoder.Encode(a)
			if in.Buffered() == 0 {
				out.Flush()
			}
		case <-time.After(mostTime):
			// A running template cannot be stopped: the caller starts another oracle.
			_ = encoder.Encode(answer{Kind: "timeout"})
			out.Flush()
			return
		}
	}
}
