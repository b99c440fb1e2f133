package io.triskel.orders.deployed;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;

/** Rewrites events of any bus in structured mode, with unchanged data, encrypted or not. */
public final class StructuredForm {
    /** A codec that knows no type, so that it opens no data. */
    private final EventCodec codec =
            EventCodec.of(TypeRegistry.builder().build()).withMaxBytes(1 << 20);

    /** {@return one line of JSON} */
    public byte[] of(WireEvent wire) {
        Envelope<?> envelope = wire.attributes().isEmpty() ? codec.decode(wire.body()) : codec.decodeBinary(wire);
        return codec.encode(envelope);
    }
}
