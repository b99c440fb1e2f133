package io.triskel.saga;

import io.triskel.codec.InvalidStateException;
import io.triskel.codec.StateCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the progress and then the saga's own data, each with the state codec. */
final class ProgressForm<D> implements StateForm<Progress<D>> {
    private final Class<D> dataType;
    private final StateCodec codec;
    private final boolean alike;

    ProgressForm(Class<D> dataType, StateCodec codec) {
        codec.requireReadable(dataType);
        this.dataType = dataType;
        this.codec = codec;
        this.alike = !codec.holdsPersonal(dataType);
    }

    @Override
    public byte[] write(Progress<D> progress) {
        List<byte[]> earlier = progress.earlier().stream().map(this::write).toList();
        byte[] stored = codec.encode(
                progress.stored().withEarlier(earlier.isEmpty() ? Optional.empty() : Optional.of(earlier)));
        byte[] data = progress.data().map(codec::encode).orElseGet(() -> new byte[0]);
        return ByteBuffer.allocate(Integer.BYTES + stored.length + data.length)
                .putInt(stored.length)
                .put(stored)
                .put(data)
                .array();
    }

    @Override
    public Progress<D> read(byte[] bytes, String fingerprint) {
        if (bytes.length < Integer.BYTES) {
            throw new InvalidStateException(
                    "A saga's progress must have at least 4 bytes, this one has " + bytes.length, null);
        }
        int length = ByteBuffer.wrap(bytes).getInt();
        if (length < 0 || length > bytes.length - Integer.BYTES) {
            throw new InvalidStateException(
                    "A saga's progress of " + bytes.length + " bytes claims to have " + length, null);
        }
        int split = Integer.BYTES + length;
        Progress.Stored stored = codec.decode(Arrays.copyOfRange(bytes, Integer.BYTES, split), Progress.Stored.class);
        return new Progress<>(
                stored.withEarlier(Optional.empty()),
                split == bytes.length
                        ? Optional.empty()
                        : Optional.of(codec.decode(Arrays.copyOfRange(bytes, split, bytes.length), dataType)),
                stored.earlierRounds().orElse(List.of()).stream()
                        .map(round -> read(round, fingerprint))
                        .toList());
    }

    @Override
    public String fingerprint() {
        return codec.fingerprint(Progress.Stored.class) + "/" + codec.fingerprint(dataType);
    }

    @Override
    public boolean readsAlike() {
        return alike;
    }
}
