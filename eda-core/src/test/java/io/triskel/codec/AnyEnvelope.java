package io.triskel.codec;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.NoData;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Envelopes of every kind that there is, for the properties of the codec. */
final class AnyEnvelope {
    static final EventType UNKNOWN = EventType.of("elsewhere.something-happened", 3);
    static final EventType PICTURE = EventType.of("orders.picture-taken", 1);
    static final EventType CANCELLED = EventType.of("orders.order-cancelled", 2);

    static final TypeRegistry TYPES = TypeRegistry.builder()
            .add(OrderPlaced.TYPE, OrderPlaced.class)
            .add(PICTURE, byte[].class)
            .add(CANCELLED, NoData.class)
            .build();

    private AnyEnvelope() {}

    static Arbitrary<Envelope<?>> any() {
        return Arbitraries.oneOf(typed(), octets(), nothing(), encodedJson(), encodedText(), encodedOctets());
    }

    /** Events whose data and type are one of those that every CloudEvents implementation understands alike. */
    static Arbitrary<Envelope<?>> typed() {
        return Combinators.combine(bare(), orders()).as((bare, order) -> bare.withData(OrderPlaced.TYPE, order));
    }

    private static Arbitrary<Envelope<?>> octets() {
        return Combinators.combine(bare(), bytes())
                .as((bare, bytes) -> typedAs(bare, "image/png").withData(PICTURE, bytes));
    }

    private static Arbitrary<Envelope<?>> nothing() {
        return bare().map(bare -> bare.withData(CANCELLED, NoData.NO_DATA));
    }

    private static Arbitrary<Envelope<?>> encodedJson() {
        Arbitrary<String> json = Arbitraries.of(
                "{\"a\" : [1, 2.50, -0e5, {\"b\":null}]}",
                "[ ]",
                "\"text \\u00e9 \\\" é\"",
                "12.30",
                "true",
                "null",
                "-1");
        return Combinators.combine(bare(), json, Arbitraries.of("application/json", "text/json", "application/x+json"))
                .as((bare, text, type) -> typedAs(bare, type)
                        .withData(UNKNOWN, new EncodedData(Optional.of(type), text.getBytes(StandardCharsets.UTF_8))));
    }

    private static Arbitrary<Envelope<?>> encodedText() {
        Arbitrary<String> text = texts(0, 40);
        return Combinators.combine(
                        bare(), text, Arbitraries.of("text/plain", "application/xml", "text/html; charset=utf-8"))
                .as((bare, content, type) -> typedAs(bare, type)
                        .withData(
                                UNKNOWN,
                                new EncodedData(Optional.of(type), ("<" + content).getBytes(StandardCharsets.UTF_8))));
    }

    private static Arbitrary<Envelope<?>> encodedOctets() {
        return Combinators.combine(bare(), bytes())
                .as((bare, bytes) -> typedAs(bare, "application/protobuf")
                        .withData(UNKNOWN, new EncodedData(Optional.of("application/protobuf"), bytes)));
    }

    private static Envelope<?> typedAs(Envelope<?> event, String contentType) {
        return event.withMetadata(event.metadata().withDataContentType(contentType));
    }

    private static Arbitrary<Envelope<NoData>> bare() {
        return Combinators.combine(
                        ids(),
                        texts(1, 50).optional(),
                        times().optional(),
                        texts(1, 128).map(OrderingKey::new).optional(),
                        patterns(),
                        metadata())
                .as((id, subject, time, key, pattern, metadata) ->
                        new Envelope<>(id, UNKNOWN, subject, time, key, pattern, metadata, NoData.NO_DATA));
    }

    private static Arbitrary<EventId> ids() {
        Arbitrary<String> sources = Arbitraries.of(
                "/orders",
                "orders",
                "https://shop.example/orders?x=1#f",
                "//[2001:db8::1]:8080/orders?page[]=1",
                "urn:uuid:6e8bc430",
                "mailto:a@b.example",
                "/a%20b",
                "..");
        return Combinators.combine(sources, texts(1, 128)).as(EventId::new);
    }

    /** Every character that an attribute may have (CloudEvents 1.0, "Type System", String). */
    static Arbitrary<String> texts(int least, int most) {
        StringArbitrary usual = Arbitraries.strings().withCharRange(' ', '~');
        StringArbitrary unusual = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .withCharRange('\ue000', '\ufdcf')
                .withCharRange('\ufdf0', '\ufffd');
        Arbitrary<String> emoji = Arbitraries.of("😀", "\"quoted\\\" 🚚 /", "𝒳");
        return Arbitraries.oneOf(
                        usual.ofMinLength(least).ofMaxLength(most),
                        unusual.ofMinLength(least).ofMaxLength(most),
                        emoji)
                .filter(text -> (least == 0 || !text.isBlank()) && text.length() <= most);
    }

    static Arbitrary<OffsetDateTime> times() {
        Arbitrary<Instant> instants = Combinators.combine(
                        Arbitraries.longs().between(-62_135_000_000L, 253_402_000_000L),
                        Arbitraries.of(0, 1, 100_000_000, 123_000_000, 123_456_000, 999_999_999))
                .as(Instant::ofEpochSecond);
        return Combinators.combine(instants, Arbitraries.integers().between(-18 * 60, 18 * 60))
                .as((instant, minutes) -> instant.atOffset(ZoneOffset.ofTotalSeconds(60 * minutes)));
    }

    private static Arbitrary<EventKind> patterns() {
        Arbitrary<Long> numbers = Arbitraries.longs().greaterOrEqual(1);
        return Arbitraries.oneOf(
                Arbitraries.just(EventKind.plain()),
                texts(1, 128).map(EventKind.Command::new),
                Combinators.combine(
                                Arbitraries.of("orders/42", "a%20b?x=1", "orders/42#lines"), numbers.map(n -> n - 1))
                        .as(EventKind.Notification::new),
                Combinators.combine(texts(1, 128), numbers, Arbitraries.of(true, false))
                        .as(EventKind.StateTransfer::new),
                Combinators.combine(texts(1, 128).map(StreamId::new), numbers).as(EventKind.Sourced::new));
    }

    private static Arbitrary<Metadata> metadata() {
        Arbitrary<TraceContext> traces = Combinators.combine(
                        Arbitraries.of(
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00-what-comes"),
                        Arbitraries.of("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE")
                                .optional())
                .as(TraceContext::new);
        Arbitrary<Map<String, ExtensionValue>> extensions = Arbitraries.maps(
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .numeric()
                                .ofMinLength(1)
                                .ofMaxLength(20)
                                .map(name -> "x" + name),
                        extensionValues())
                .ofMaxSize(4);
        return Combinators.combine(
                        texts(1, 128).optional(),
                        texts(1, 128).optional(),
                        traces.optional(),
                        Arbitraries.of("https://schemas.example/order", "urn:order:1")
                                .map(URI::create)
                                .optional(),
                        extensions)
                .as((correlation, causation, trace, schema, more) ->
                        new Metadata(correlation, causation, trace, Optional.empty(), schema, more));
    }

    /** The three kinds that JSON tells apart; the others read back as text, which has tests of its own. */
    private static Arbitrary<ExtensionValue> extensionValues() {
        return Arbitraries.oneOf(
                texts(0, 40).map(ExtensionValue::of),
                Arbitraries.integers().map(ExtensionValue::of),
                Arbitraries.of(true, false).map(ExtensionValue::of));
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(40);
    }

    private static Arbitrary<OrderPlaced> orders() {
        Arbitrary<OrderPlaced.Line> lines = Combinators.combine(
                        texts(0, 10),
                        Arbitraries.integers(),
                        Arbitraries.bigDecimals().ofScale(2).between(BigDecimal.valueOf(-100), BigDecimal.valueOf(100)))
                .as(OrderPlaced.Line::new);
        return Combinators.combine(
                        texts(0, 20),
                        texts(0, 20),
                        Arbitraries.longs(),
                        Arbitraries.doubles(),
                        Arbitraries.of(OrderPlaced.Channel.class),
                        times().map(OffsetDateTime::toInstant),
                        texts(0, 5).optional(),
                        lines.list().ofMaxSize(3))
                .as((id, customer, points, weight, channel, at, note, list) -> new OrderPlaced(
                        id,
                        customer,
                        new BigDecimal("12.340"),
                        list.size(),
                        points,
                        points > 0,
                        weight,
                        channel,
                        at,
                        note,
                        list));
    }
}
