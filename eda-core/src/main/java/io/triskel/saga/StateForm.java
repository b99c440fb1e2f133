package io.triskel.saga;

import io.triskel.codec.StateCodec;

/**
 * How a saga's state becomes bytes and back.
 *
 * @param <S> the state
 */
public interface StateForm<S> {
    /** {@return the state as bytes, personal data in it encrypted if the codec was given keys} */
    byte[] write(S state);

    /**
     * Reads what {@link #write} wrote, possibly for an older schema.
     *
     * @param fingerprint what {@link #fingerprint} was when the bytes were written
     * @throws io.triskel.codec.InvalidStateException if the bytes do not fit
     */
    S read(byte[] bytes, String fingerprint);

    /** {@return what changes when the state's schema changes} */
    String fingerprint();

    /**
     * {@return the form of a class that the codec can write by itself; older states are read as far as they fit}
     *
     * @throws IllegalArgumentException if a state of this class could be written and never be read back
     */
    static <S> StateForm<S> of(Class<S> schema, StateCodec codec) {
        String current = codec.fingerprint(schema);
        return new StateForm<>() {
            @Override
            public byte[] write(S state) {
                return codec.encode(state);
            }

            @Override
            public S read(byte[] bytes, String fingerprint) {
                return codec.decode(bytes, schema);
            }

            @Override
            public String fingerprint() {
                return current;
            }
        };
    }
}
