package io.triskel.load.run;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which machine this is: processes with the same answer have the same clock. */
final class Machine {
    /** Containers have names of their own, but the clock, and this number, are those of the machine that was started. */
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private Machine() {}

    /** {@return a name; empty if there is none, so that no other process is taken to have the same clock} */
    static String name() {
        try {
            return Files.isReadable(BOOT)
                    ? Files.readString(BOOT).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException unknown) {
            return "";
        }
    }
}
