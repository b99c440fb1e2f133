package io.triskel.store;

import java.util.Arrays;

/**
 * Remembers, in bounded space, commands that a snapshot no longer lists: it may take a new command for a known one, never a
 * known one for new. So the stream is searched for commands that may be old, and not for every new one.
 *
 * <p>A Bloom filter of 4 KiB with 7 bits per command: with 2,500 commands it mistakes 1 of 500 new ones, with 5,000 it
 * mistakes 1 of 19; more commands cost more reads, never a wrong answer.
 */
public final class CommandFilter {
    private static final int BITS = 32 * 1024;
    private static final int PROBES = 7;

    private final byte[] bits;

    private CommandFilter(byte[] bits) {
        this.bits = bits;
    }

    /**
     * {@return the filter written as these bytes}
     *
     * @param bytes as {@link #toBytes} gave them; none for a filter without commands
     * @throws IllegalArgumentException if the bytes have another length
     */
    public static CommandFilter of(byte[] bytes) {
        if (bytes.length != 0 && bytes.length != BITS / 8) {
            throw new IllegalArgumentException(
                    "A command filter has 0 or " + BITS / 8 + " bytes, this one has " + bytes.length);
        }
        return new CommandFilter(bytes.clone());
    }

    /** {@return a filter that knows these commands too} */
    public CommandFilter plus(Iterable<CommandId> commands) {
        byte[] more = bits.length == 0 ? new byte[BITS / 8] : bits.clone();
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

    /** {@return the bytes to store} */
    public byte[] toBytes() {
        return Arrays.copyOf(bits, bits.length);
    }

    private static int bit(long hash, int probe) {
        int step = (int) (hash >>> 32) | 1;
        return ((int) hash + probe * step) & (BITS - 1);
    }

    /** FNV-1a over the characters and a finisher of SplitMix64: part of the stored form, so it must never change. */
    private static long hash(CommandId command) {
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
