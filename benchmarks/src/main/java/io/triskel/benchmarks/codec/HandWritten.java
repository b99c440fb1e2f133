package io.triskel.benchmarks.codec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The limit: a loop over Jackson's streaming classes that knows this one event and checks nothing but its names. Its data
 * is mapped by hand too, or by databind, which is the limit for typed data with databind.
 */
final class HandWritten {
    private final JsonFactory json = new JsonFactory();
    private final @Nullable ObjectWriter writer;
    private final @Nullable ObjectReader reader;

    private HandWritten(@Nullable ObjectWriter writer, @Nullable ObjectReader reader) {
        this.writer = writer;
        this.reader = reader;
    }

    static HandWritten entirely() {
        return new HandWritten(null, null);
    }

    static HandWritten withDatabind() {
        JsonMapper mapper = JsonMapper.builder()
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .build();
        return new HandWritten(mapper.writerFor(Order.class), mapper.readerFor(Order.class));
    }

    byte[] encode(Envelope<Order> event) throws IOException {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(json._getBufferRecycler())) {
            try (JsonGenerator out = json.createGenerator(bytes, JsonEncoding.UTF8)) {
                out.writeStartObject();
                attributes(event, out);
                out.writeFieldName("data");
                if (writer == null) {
                    data(event.data(), out);
                } else {
                    writer.writeValue(out, event.data());
                }
                out.writeEndObject();
            }
            return bytes.toByteArray();
        }
    }

    private static void attributes(Envelope<Order> event, JsonGenerator out) throws IOException {
        out.writeStringField("specversion", "1.0");
        out.writeStringField("id", event.id().id());
        out.writeStringField("source", event.id().source());
        out.writeStringField("type", event.type().wire());
        out.writeStringField("subject", event.subject().orElseThrow());
        out.writeStringField("time", text(event.time().orElseThrow()));
        out.writeStringField("partitionkey", event.key().orElseThrow().value());
        out.writeStringField("triskelpattern", "sourced");
        EventKind.Sourced sourced = (EventKind.Sourced) event.pattern();
        out.writeStringField("stream", sourced.stream().value());
        out.writeStringField("sequence", Long.toString(sourced.revision()));
        out.writeStringField("correlationid", event.metadata().correlation().orElseThrow());
        out.writeStringField("causationid", event.metadata().causation().orElseThrow());
        out.writeStringField(
                "traceparent", event.metadata().trace().orElseThrow().traceparent());
    }

    /** The one form that this event's time has: UTC with microseconds. */
    private static String text(OffsetDateTime time) {
        byte[] digits = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(digits, 0, 4, time.getYear());
        digits(digits, 5, 7, time.getMonthValue());
        digits(digits, 8, 10, time.getDayOfMonth());
        digits(digits, 11, 13, time.getHour());
        digits(digits, 14, 16, time.getMinute());
        digits(digits, 17, 19, time.getSecond());
        digits(digits, 20, 26, time.getNano() / 1000);
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] into, int from, int to, int number) {
        int rest = number;
        for (int i = to - 1; i >= from; i--, rest /= 10) {
            into[i] = (byte) ('0' + rest % 10);
        }
    }

    private static OffsetDateTime time(String text) {
        return OffsetDateTime.of(
                number(text, 0, 4),
                number(text, 5, 7),
                number(text, 8, 10),
                number(text, 11, 13),
                number(text, 14, 16),
                number(text, 17, 19),
                1000 * number(text, 20, 26),
                ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static void data(Order order, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("orderId", order.orderId());
        out.writeStringField("customerId", order.customerId());
        out.writeStringField("currency", order.currency());
        out.writeNumberField("totalCents", order.totalCents());
        out.writeBooleanField("express", order.express());
        out.writeArrayFieldStart("lines");
        for (Order.Line line : order.lines()) {
            out.writeStartObject();
            out.writeStringField("sku", line.sku());
            out.writeStringField("name", line.name());
            out.writeNumberField("quantity", line.quantity());
            out.writeNumberField("priceCents", line.priceCents());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    Envelope<Order> decode(byte[] bytes) throws IOException {
        String id = "";
        String source = "";
        String type = "";
        String subject = "";
        String time = "";
        String key = "";
        String stream = "";
        String sequence = "";
        String correlation = "";
        String causation = "";
        String trace = "";
        Order order = null;
        try (JsonParser in = json.createParser(bytes)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                switch (name) {
                    case "id" -> id = in.nextTextValue();
                    case "source" -> source = in.nextTextValue();
                    case "type" -> type = in.nextTextValue();
                    case "subject" -> subject = in.nextTextValue();
                    case "time" -> time = in.nextTextValue();
                    case "partitionkey" -> key = in.nextTextValue();
                    case "stream" -> stream = in.nextTextValue();
                    case "sequence" -> sequence = in.nextTextValue();
                    case "correlationid" -> correlation = in.nextTextValue();
                    case "causationid" -> causation = in.nextTextValue();
                    case "traceparent" -> trace = in.nextTextValue();
                    case "data" -> {
                        in.nextToken();
                        order = reader == null ? order(in) : reader.readValue(in);
                    }
                    default -> in.nextToken();
                }
            }
        }
        if (order == null) {
            throw new IOException("no data");
        }
        return new Envelope<>(
                new EventId(source, id),
                EventType.parse(type),
                Optional.of(subject),
                Optional.of(time(time)),
                Optional.of(new OrderingKey(key)),
                new EventKind.Sourced(new StreamId(stream), Long.parseLong(sequence)),
                new Metadata(
                        Optional.of(correlation),
                        Optional.of(causation),
                        Optional.of(TraceContext.of(trace)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                order);
    }

    private static Order order(JsonParser in) throws IOException {
        String orderId = "";
        String customerId = "";
        String currency = "";
        long totalCents = 0;
        boolean express = false;
        List<Order.Line> lines = List.of();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            switch (name) {
                case "orderId" -> orderId = in.nextTextValue();
                case "customerId" -> customerId = in.nextTextValue();
                case "currency" -> currency = in.nextTextValue();
                case "totalCents" -> totalCents = in.nextLongValue(0);
                case "express" -> express = in.nextBooleanValue();
                case "lines" -> {
                    lines = new ArrayList<>();
                    in.nextToken();
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        lines.add(line(in));
                    }
                }
                default -> in.nextToken();
            }
        }
        return new Order(orderId, customerId, currency, totalCents, express, lines);
    }

    private static Order.Line line(JsonParser in) throws IOException {
        String sku = "";
        String label = "";
        int quantity = 0;
        long priceCents = 0;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            switch (name) {
                case "sku" -> sku = in.nextTextValue();
                case "name" -> label = in.nextTextValue();
                case "quantity" -> quantity = in.nextIntValue(0);
                case "priceCents" -> priceCents = in.nextLongValue(0);
                default -> in.nextToken();
            }
        }
        return new Order.Line(sku, label, quantity, priceCents);
    }
}
