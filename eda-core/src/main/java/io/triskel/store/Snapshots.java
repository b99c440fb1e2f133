package io.triskel.store;

import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import io.triskel.store.EventReader.Commit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Stores states, so that a stream need not be read from its start (port). A snapshot is only a shortcut and may be missing.
 */
public interface Snapshots {
    /**
     * {@return the newest snapshot of this stream and schema}
     *
     * @throws io.triskel.event.PortException if the store fails
     */
    Optional<Snapshot> load(StreamId stream, String fingerprint);

    /**
     * Saves a snapshot, unless there is one of a later revision for the same stream and fingerprint.
     *
     * @throws io.triskel.event.PortException if it is unknown whether it was saved
     */
    void save(StreamId stream, Snapshot snapshot);

    /**
     * A state at a revision, with data to recognise the commands before it.
     *
     * @param fingerprint of the decider and its state's types, or the name of a row of the index of a stream's older commands,
     *     1 to 128 characters; a state under another one is never read back
     * @param revision the last revision in the state, at least 1
     * @param state encoded
     * @param lastCommands the last commits up to the revision, in order
     * @param olderCommands recognise the commands before those, at most 4,117 bytes; empty if there are none
     */
    @ForAdapters
    record Snapshot(String fingerprint, long revision, byte[] state, List<Commit> lastCommands, byte[] olderCommands) {

        public Snapshot {
            if (fingerprint.isBlank() || fingerprint.length() > 128) {
                throw new IllegalArgumentException(
                        "A fingerprint must have 1 to 128 characters and not be blank, this one has "
                                + fingerprint.length());
            }
            if (revision < 1) {
                throw new IllegalArgumentException("revision must be at least 1, not " + revision);
            }
            lastCommands = List.copyOf(lastCommands);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Snapshot that
                    && fingerprint.equals(that.fingerprint)
                    && revision == that.revision
                    && Arrays.equals(state, that.state)
                    && lastCommands.equals(that.lastCommands)
                    && Arrays.equals(olderCommands, that.olderCommands);
        }

        @Override
        public int hashCode() {
            return 31 * fingerprint.hashCode() + Long.hashCode(revision);
        }
    }

    /**
     * Recognises, in bounded space, commands that a snapshot no longer lists. It may take a new command for a known one,
     * never a known one for new, so the stream is searched only for commands that may be old.
     *
     * <p>A Bloom filter of 4 KiB with 7 bits per command: with 2,500 commands it mistakes 1 of 500 new ones and is full.
     */
    @ForAdapters
    final class CommandFilter {
        /** The bytes of a filter with commands. */
        public static final int BYTES = 4096;

        private static final int BITS = BYTES * 8;
        /** With 2,486 commands, on average. */
        private static final int FULL = 13_500;

        private static final int PROBES = 7;

        private final byte[] bits;

        private CommandFilter(byte[] bits) {
            this.bits = bits;
        }

        /**
         * {@return the filter of these bytes}
         *
         * @param bytes from {@link #toBytes}; empty for a filter without commands
         * @throws IllegalArgumentException if the bytes have another length
         */
        public static CommandFilter of(byte[] bytes) {
            if (bytes.length != 0 && bytes.length != BYTES) {
                throw new IllegalArgumentException(
                        "A command filter has 0 or " + BYTES + " bytes, this one has " + bytes.length);
            }
            return new CommandFilter(bytes.clone());
        }

        /** {@return a filter with these commands added} */
        public CommandFilter plus(Iterable<CommandId> commands) {
            byte[] more = bits.length == 0 ? new byte[BYTES] : bits.clone();
            boolean any = false;
            for (CommandId command : commands) {
                any = true;
                long hash = hash(command);
                for (int probe = 0; probe < PROBES; probe++) {
                    int bit = bit(hash, probe);
                    more[bit >>> 3] |= (byte) (1 << (bit & 7));
                }
            }
            return any ? new CommandFilter(more) : this;
        }

        /** {@return false if the command was certainly never added} */
        public boolean mayKnow(CommandId command) {
            if (bits.length == 0) {
                return false;
            }
            long hash = hash(command);
            for (int probe = 0; probe < PROBES; probe++) {
                int bit = bit(hash, probe);
                if ((bits[bit >>> 3] & (1 << (bit & 7))) == 0) {
                    return false;
                }
            }
            return true;
        }

        /** {@return whether it holds about 2,500 commands, so that more would make it mistake too many} */
        public boolean isFull() {
            return BitSet.valueOf(bits).cardinality() > FULL;
        }

        /** {@return the bytes to store} */
        public byte[] toBytes() {
            return Arrays.copyOf(bits, bits.length);
        }

        private static int bit(long hash, int probe) {
            int step = (int) (hash >>> 32) | 1;
            return ((int) hash + probe * step) & (BITS - 1);
        }

        /**
         * {@return a command's hash}
         *
         * <p>FNV-1a over the characters and a finisher of SplitMix64: part of the stored form, so it must never change.
         */
        public static long hash(CommandId command) {
            String text = command.value();
            long hash = 0xcbf29ce484222325L;
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
            hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
            return hash ^ (hash >>> 31);
        }
    }
}
