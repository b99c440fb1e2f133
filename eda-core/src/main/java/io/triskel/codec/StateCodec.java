package io.triskel.codec;

/** States to and from bytes. */
public final class StateCodec {
    private StateCodec() {}

    public static StateCodec of() {
        return new StateCodec();
    }

    public StateCodec withPersonal(PersonalKeys keys) {
        throw new IllegalStateException();
    }

    public <T> byte[] encode(T state) {
        throw new IllegalStateException();
    }

    public <T> T decode(byte[] bytes, Class<T> schema) {
        throw new IllegalStateException();
    }

    public String fingerprint(Class<?> schema) {
        throw new IllegalStateException();
    }
}
