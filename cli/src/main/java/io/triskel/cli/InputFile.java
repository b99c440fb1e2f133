package io.triskel.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads an input line by line, with no more than one line in memory and no line longer than the limit, so that a wrong file
 * does no harm.
 */
final class InputFile implements AutoCloseable {
    /** The longest line, in bytes. */
    static final int MAX_LINE = 64 * 1024;

    /** The file name that stands for standard input. */
    static final Path STANDARD_INPUT = Path.of("-");

    private final InputStream bytes;
    private final String name;
    private Predicate<Line> wanted = line -> true;
    private long number;

    private InputFile(InputStream bytes, String name) {
        this.bytes = new BufferedInputStream(bytes, 1 << 16);
        this.name = name;
    }

    /**
     * Opens a file; reports immediately whatever is wrong with it.
     *
     * @param standardInput read from its current position if the file is {@link #STANDARD_INPUT}
     */
    static InputFile open(Path file, InputStream standardInput) {
        InputFile input = file.equals(STANDARD_INPUT) ? new InputFile(standardInput, "standard input") : open(file);
        input.refuseUtf16();
        return input;
    }

    /**
     * Copies standard input to a file, so that it can be read more than once.
     *
     * @param folder gets the file
     */
    static Path kept(InputStream standardInput, Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "standard-input", ".jsonl");
            Files.copy(standardInput, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException failed) {
            throw new Failure("cannot keep standard input in " + folder + ": " + failed.getMessage(), failed);
        }
    }

    private static InputFile open(Path file) {
        if (!Files.exists(file)) {
            throw new Failure("the input file " + file + " does not exist");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new Failure(file + " is not a readable file");
        }
        try {
            return new InputFile(Files.newInputStream(file), file.toString());
        } catch (IOException failed) {
            throw new Failure("cannot read " + file + ": " + failed.getMessage(), failed);
        }
    }

    /**
     * Some editors and shells of Windows write UTF-16. A byte order mark, or zeros between the letters, show it.
     */
    private void refuseUtf16() {
        try {
            bytes.mark(2);
            byte[] start = bytes.readNBytes(2);
            bytes.reset();
            if (start.length == 2 && isUtf16(start[0] & 0xff, start[1] & 0xff)) {
                throw new Failure(name + " is UTF-16, not UTF-8; convert it with 'iconv -f UTF-16 -t UTF-8 FILE'");
            }
        } catch (IOException failed) {
            throw new Failure("cannot read " + name + ": " + failed.getMessage(), failed);
        }
    }

    private static boolean isUtf16(int first, int second) {
        boolean marked = (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
        return marked || (first == 0) != (second == 0);
    }

    /** {@return this input without the lines that are not wanted; each line is tested once, in order} */
    InputFile only(Predicate<Line> lines) {
        wanted = lines;
        return this;
    }

    /** {@return the file, for people} */
    String name() {
        return name;
    }

    /**
     * A line that is not blank.
     *
     * @param number counted from 1, blank lines included
     * @param text empty if the line cannot be read
     * @param problem why the line cannot be read
     */
    record Line(long number, Optional<String> text, String problem) {}

    /** {@return the next line that is not blank, and wanted} */
    Optional<Line> next() {
        Optional<Line> line = read();
        while (line.isPresent() && !wanted.test(line.get())) {
            line = read();
        }
        return line;
    }

    private Optional<Line> read() {
        try {
            while (true) {
                ByteArrayOutputStream line = new ByteArrayOutputStream(256);
                long length = read(line);
                if (length < 0) {
                    return Optional.empty();
                }
                number++;
                if (length > MAX_LINE) {
                    return Optional.of(new Line(
                            number,
                            Optional.empty(),
                            "a line has at most " + MAX_LINE + " bytes; this one has " + length));
                }
                Line text = decode(line.toByteArray());
                if (text.text().filter(String::isBlank).isEmpty()) {
                    return Optional.of(text);
                }
            }
        } catch (IOException failed) {
            throw new Failure("cannot read " + name + " beyond line " + number + ": " + failed.getMessage(), failed);
        }
    }

    /** Reads up to the next line end; answers the line's length, or -1 at the end. Only {@link #MAX_LINE} bytes are kept. */
    private long read(ByteArrayOutputStream line) throws IOException {
        long length = 0;
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            if (next == '\n') {
                return length;
            }
            if (length++ < MAX_LINE) {
                line.write(next);
            }
        }
        return length == 0 ? -1 : length;
    }

    private Line decode(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return new Line(number, Optional.of(number == 1 ? withoutMark(text) : text), "");
        } catch (CharacterCodingException broken) {
            return new Line(number, Optional.empty(), "not UTF-8");
        }
    }

    /** Some editors begin a UTF-8 file with a byte order mark. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException failed) {
            throw new Failure("cannot close the input: " + failed.getMessage(), failed);
        }
    }
}
