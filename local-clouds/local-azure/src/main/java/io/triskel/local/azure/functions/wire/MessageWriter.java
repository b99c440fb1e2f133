package io.triskel.local.azure.functions.wire;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes messages as bytes; {@link MessageReader} is its counterpart. */
final class MessageWriter {
    private final DataOutputStream out;

    MessageWriter(DataOutputStream out) {
        this.out = out;
    }

    void write(Message message) throws IOException {
        if (message instanceof Message.Hello hello) {
            out.writeByte('h');
            text(hello.token());
        } else if (message instanceof Message.Load load) {
            out.writeByte('l');
            text(load.function());
            text(load.entryPoint());
        } else if (message instanceof Message.Loaded loaded) {
            out.writeByte('L');
            text(loaded.function());
            texts(loaded.metadata());
            text(loaded.problem());
        } else if (message instanceof Message.Invoke invoke) {
            out.writeByte('i');
            text(invoke.id());
            text(invoke.function());
            out.writeInt(invoke.attempt().retries());
            out.writeInt(invoke.attempt().maxRetries());
            text(invoke.attempt().problem());
            out.writeInt(invoke.inputs().size());
            for (Map.Entry<String, Data> input : invoke.inputs().entrySet()) {
                text(input.getKey());
                data(input.getValue());
            }
        } else if (message instanceof Message.Returned returned) {
            out.writeByte('r');
            text(returned.id());
            data(returned.result());
        } else if (message instanceof Message.Thrown thrown) {
            out.writeByte('t');
            text(thrown.id());
            text(thrown.problem());
        }
    }

    private void data(Data data) throws IOException {
        if (data instanceof Data.Nothing) {
            out.writeByte('0');
        } else if (data instanceof Data.Text value) {
            out.writeByte('s');
            text(value.value());
        } else if (data instanceof Data.Json value) {
            out.writeByte('j');
            text(value.value());
        } else if (data instanceof Data.Bytes value) {
            out.writeByte('b');
            bytes(value.value());
        } else if (data instanceof Data.Texts value) {
            out.writeByte('S');
            texts(value.values());
        } else if (data instanceof Data.Longs value) {
            out.writeByte('N');
            out.writeInt(value.values().length);
            for (long number : value.values()) {
                out.writeLong(number);
            }
        } else if (data instanceof Data.ByteArrays value) {
            out.writeByte('B');
            out.writeInt(value.values().size());
            for (byte[] bytes : value.values()) {
                bytes(bytes);
            }
        } else if (data instanceof Data.Request value) {
            out.writeByte('q');
            text(value.method());
            text(value.uri());
            fields(value.headers());
            fields(value.query());
            data(value.body());
        } else if (data instanceof Data.Response value) {
            out.writeByte('a');
            out.writeInt(value.status());
            fields(value.headers());
            bytes(value.body());
        }
    }

    private void text(String value) throws IOException {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private void texts(List<String> values) throws IOException {
        out.writeInt(values.size());
        for (String value : values) {
            text(value);
        }
    }

    private void fields(Map<String, String> fields) throws IOException {
        out.writeInt(fields.size());
        for (Map.Entry<String, String> field : fields.entrySet()) {
            text(field.getKey());
            text(field.getValue());
        }
    }
}
