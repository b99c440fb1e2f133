package io.triskel.saga;

import io.triskel.codec.InvalidStateException;
import io.triskel.codec.StateCodec;
import io.triskel.codec.StoredState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes the progress and then the saga's own data, each with the state codec. */
final class ProgressForm<D> implements StateForm<Progress<D>> {
    private static final char BETWEEN = '/';

    private final StateCodec codec;
    private final StoredState<D> stored;
    private final String fingerprint;
    private final boolean alike;

    ProgressForm(Class<D> dataType, StateCodec codec) {
        this.codec = codec;
        this.stored = codec.stored(dataType);
        this.fingerprint = codec.fingerprint(Progress.Stored.class) + BETWEEN + codec.fingerprint(dataType);
        this.alike = !codec.holdsPersonal(dataType);
    }

    @Override
    public byte[] write(Progress<D> progress) {
        List<byte[]> earlier = progress.earlier().stream().map(this::write).toList();
        byte[] steps = codec.encode(
                progress.stored().withEarlier(earlier.isEmpty() ? Optional.empty() : Optional.of(earlier)));
        byte[] data = progress.data().map(stored::write).orElseGet(() -> new byte[0]);
        return ByteBuffer.allocate(Integer.BYTES + steps.length + data.length)
                .putInt(steps.length)
                .put(steps)
                .put(data)
                .array();
    }

    @Override
    public Progress<D> read(byte[] bytes, String writtenAs) {
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
        Progress.Stored steps = codec.decode(Arrays.copyOfRange(bytes, Integer.BYTES, split), Progress.Stored.class);
        return new Progress<>(
                steps.withEarlier(Optional.empty()),
                split == bytes.length
                        ? Optional.empty()
                        : Optional.of(stored.read(
                                Arrays.copyOfRange(bytes, split, bytes.length),
                                writtenAs.substring(writtenAs.indexOf(BETWEEN) + 1))),
                steps.earlierRounds().orElse(List.of()).stream()
                        .map(round -> read(round, writtenAs))
                        .toList());
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean readsAlike() {
        return alike;
    }
}
