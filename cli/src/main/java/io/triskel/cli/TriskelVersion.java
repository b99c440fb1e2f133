package io.triskel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote next to this class. */
final class TriskelVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"triskel " + number(), "Java " + System.getProperty("java.version")};
    }

    static String number() {
        try (InputStream written =
                Objects.requireNonNull(TriskelVersion.class.getResourceAsStream("version.properties"))) {
            Properties properties = new Properties();
            properties.load(written);
            return properties.getProperty("version");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
