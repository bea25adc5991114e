package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net"
	"reflect"
	"strconv"
	"strings"
	"time"
)

var (
	anyType   = reflect.TypeOf((*any)(nil)).Elem()
	errorType = reflect.TypeOf((*error)(nil)).Elem()
	ipType    = reflect.TypeOf(net.IP{})
	timeType  = reflect.TypeOf(time.Time{})
	named     = map[string]reflect.Type{
		"any": anyType, "error": errorType, "net.IP": ipType, "time.Time": timeType, "time.Duration": reflect.TypeOf(time.Duration(0)),
		"bool": reflect.TypeOf(false), "string": reflect.TypeOf(""), "byte": reflect.TypeOf(byte(0)),
		"int": reflect.TypeOf(0), "int8": reflect.TypeOf(int8(0)), "int16": reflect.TypeOf(int16(0)), "int32": reflect.TypeOf(int32(0)),
		"int64": reflect.TypeOf(int64(0)), "uint": reflect.TypeOf(uint(0)), "uint8": reflect.TypeOf(uint8(0)), "uint16": reflect.TypeOf(uint16(0)),
		"uint32": reflect.TypeOf(uint32(0)), "uint64": reflect.TypeOf(uint64(0)), "uintptr": reflect.TypeOf(uintptr(0)),
		"float32": reflect.TypeOf(float32(0)), "float64": reflect.TypeOf(0.0), "complex128": reflect.TypeOf(complex(0, 0)),
	}
)

// typeReader reads a type as Go writes it.
type typeReader struct{ rest string }

func (r *typeReader) take(token string) bool {
	r.rest = strings.TrimLeft(r.rest, " ")
	if !strings.HasPrefix(r.rest, token) {
		return false
	}
	r.rest = r.rest[len(token):]
	return true
}

func (r *typeReader) word() string {
	r.rest = strings.TrimLeft(r.rest, " ")
	end := strings.IndexAny(r.rest, " ;]}")
	if end < 0 {
		end = len(r.rest)
	}
	word := r.rest[:end]
	r.rest = r.rest[end:]
	return word
}

func (r *typeReader) read() reflect.Type {
	switch {
	case r.take("map["):
		key := r.read()
		r.take("]")
		return reflect.MapOf(key, r.read())
	case r.take("[]"):
		return reflect.SliceOf(r.read())
	case r.take("["):
		length, err := strconv.Atoi(r.word())
		if err != nil {
			panic(err)
		}
		r.take("]")
		return reflect.ArrayOf(length, r.read())
	case r.take("*"):
		return reflect.PointerTo(r.read())
	case r.take("struct{"):
		var fields []reflect.StructField
		for !r.take("}") {
			name := r.word()
			fields = append(fields, reflect.StructField{Name: name, Type: r.read()})
			r.take(";")
		}
		return reflect.StructOf(fields)
	}
	word := r.word()
	t, ok := named[word]
	if !ok {
		panic("unknown type " + word)
	}
	return t
}

func readData(raw json.RawMessage) (data any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	if len(raw) == 0 {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return untyped(value), nil
}

func untyped(value any) any {
	switch v := value.(type) {
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return must(v.Float64())
		}
		return int(must(v.Int64()))
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = untyped(v[i])
		}
		return list
	case map[string]any:
		if name, ok := v["$t"]; ok {
			t := (&typeReader{name.(string)}).read()
			return typed(t, v["v"]).Interface()
		}
		entries := make(map[string]any, len(v))
		for key := range v {
			entries[key] = untyped(v[key])
		}
		return entries
	}
	return value
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func typed(t reflect.Type, value any) reflect.Value {
	made := reflect.New(t).Elem()
	if value == nil {
		return made
	}
	switch t {
	case anyType:
		if inner := untyped(value); inner != nil {
			made.Set(reflect.ValueOf(inner))
		}
		return made
	case errorType:
		made.Set(reflect.ValueOf(errors.New(value.(string))))
		return made
	case ipType:
		made.Set(reflect.ValueOf(net.ParseIP(value.(string))))
		return made
	case timeType:
		made.Set(reflect.ValueOf(must(time.Parse(time.RFC3339Nano, value.(string)))))
		return made
	}
	switch t.Kind() {
	case reflect.Bool:
		made.SetBool(value.(bool))
	case reflect.String:
		made.SetString(value.(string))
	case reflect.Float32, reflect.Float64:
		made.SetFloat(float(value))
	case reflect.Complex128:
		made.SetComplex(complex(float(value), 0))
	case reflect.Slice:
		if text, ok := value.(string); ok {
			return reflect.ValueOf([]byte(text)).Convert(t)
		}
		for _, item := range value.([]any) {
			made = reflect.Append(made, typed(t.Elem(), item))
		}
		if made.IsNil() {
			made = reflect.MakeSlice(t, 0, 0)
		} else {
			made = made.Slice3(0, made.Len(), made.Len())
		}
	case reflect.Array:
		for i, item := range value.([]any) {
			made.Index(i).Set(typed(t.Elem(), item))
		}
	case reflect.Map:
		made = reflect.MakeMap(t)
		for name, item := range value.(map[string]any) {
			made.SetMapIndex(mapKey(t.Key(), name), typed(t.Elem(), item))
		}
	case reflect.Pointer:
		made = reflect.New(t.Elem())
		made.Elem().Set(typed(t.Elem(), value))
	case reflect.Struct:
		for name, item := range value.(map[string]any) {
			field := made.FieldByName(name)
			field.Set(typed(field.Type(), item))
		}
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		made.SetUint(must(strconv.ParseUint(value.(json.Number).String(), 10, 64)))
	default:
		made.SetInt(must(value.(json.Number).Int64()))
	}
	return made
}

func float(value any) float64 {
	switch v := value.(type) {
	case json.Number:
		return must(v.Float64())
	case string:
		switch v {
		case "NaN":
			return math.NaN()
		case "+Inf", "Inf":
			return math.Inf(1)
		case "-Inf":
			return math.Inf(-1)
		}
		return must(strconv.ParseFloat(v, 64))
	}
	panic("not a number")
}

func mapKey(t reflect.Type, name string) reflect.Value {
	key := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.String:
		key.SetString(name)
	case reflect.Interface:
		key.Set(reflect.ValueOf(name))
	case reflect.Bool:
		key.SetBool(name == "true")
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		key.SetUint(must(strconv.ParseUint(name, 10, 64)))
	default:
		key.SetInt(must(strconv.ParseInt(name, 10, 64)))
	}
	return key
}
