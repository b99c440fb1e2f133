package io.triskel.orders.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP addresses on which processes listen, as Linux tells it under {@code /proc}. */
final class Listeners {
    /** The state of a socket that listens, {@code TCP_LISTEN} of the kernel's {@code tcp_states.h}. */
    private static final String LISTEN = "0A";

    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int HEX = 16;

    private Listeners() {}

    /** {@return the addresses on which these processes listen now; ended processes have none} */
    static List<InetSocketAddress> of(List<ProcessHandle> processes) {
        Set<String> inodes = new HashSet<>();
        processes.forEach(process -> inodes.addAll(socketsOf(process.pid())));
        List<InetSocketAddress> listening = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String row : lines(Path.of(table))) {
                String[] columns = row.strip().split("\\s+", -1);
                if (columns.length > INODE && columns[STATE].equals(LISTEN) && inodes.contains(columns[INODE])) {
                    listening.add(address(columns[ADDRESS]));
                }
            }
        }
        return listening;
    }

    private static Set<String> socketsOf(long pid) {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files.toList()) {
                String target = Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : "";
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException ended) {
            return inodes;
        }
        return inodes;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The kernel writes an address as words of four bytes, the lowest byte first. */
    private static InetSocketAddress address(String text) {
        String words = text.substring(0, text.indexOf(':'));
        byte[] bytes = new byte[words.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i / 4 * 4 + 3 - i % 4] = (byte) Integer.parseInt(words.substring(2 * i, 2 * i + 2), HEX);
        }
        int port = Integer.parseInt(text.substring(text.indexOf(':') + 1), HEX);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(text + " is not an address", wrongLength);
        }
    }
}
