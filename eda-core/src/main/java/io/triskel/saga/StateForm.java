package io.triskel.saga;

import io.triskel.codec.StateCodec;
import io.triskel.codec.StoredState;

/**
 * Converts a saga's state to bytes and back.
 *
 * @param <S> the state
 */
public interface StateForm<S> {
    /** {@return the state as bytes, with personal data encrypted if the codec has keys} */
    byte[] write(S state);

    /**
     * Reads the bytes of {@link #write}, possibly of an older schema.
     *
     * @param fingerprint the {@link #fingerprint} when the bytes were written
     * @throws io.triskel.codec.InvalidStateException if the bytes do not fit; the saga's row then stays as it is
     */
    S read(byte[] bytes, String fingerprint);

    /** {@return a text that changes with the state's schema} */
    String fingerprint();

    /**
     * {@return whether equal bytes always read as equal states, so that a runner may remember a state instead of reading it
     * again} Not with personal data, which reads as forgotten once its subject is.
     */
    default boolean readsAlike() {
        return false;
    }

    /**
     * {@return the form of a class that the codec can write, with its version; older states are read by their upcasters, or
     * rejected if a value would be lost}
     *
     * @throws IllegalArgumentException if a state of this class could be written and never be read back
     */
    static <S> StateForm<S> of(Class<S> schema, StateCodec codec) {
        StoredState<S> stored = codec.stored(schema);
        String current = codec.fingerprint(schema);
        boolean alike = !codec.holdsPersonal(schema);
        return new StateForm<>() {
            @Override
            public byte[] write(S state) {
                return stored.write(state);
            }

            @Override
            public S read(byte[] bytes, String fingerprint) {
                return stored.read(bytes, fingerprint);
            }

            @Override
            public String fingerprint() {
                return current;
            }

            @Override
            public boolean readsAlike() {
                return alike;
            }
        };
    }
}
