package io.triskel.load.study;

import io.triskel.load.report.words.Language;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A chapter in one language, as it is written.
 *
 * @param text Markdown with placeholders
 */
record Chapter(Path file, String text) {
    /**
     * {@return the chapters of a language, in the order of their numbers}
     *
     * @throws InputException if the other language has a chapter that this one has not
     */
    static List<Chapter> read(Path study, Language language) throws IOException {
        for (Language other : Language.values()) {
            for (Path chapter : files(study.resolve(other.code()))) {
                Path own = study.resolve(language.code()).resolve(chapter.getFileName());
                if (!Files.exists(own)) {
                    throw new InputException(own + ": this chapter does not exist, and " + chapter
                            + " does. Write it in both languages.");
                }
            }
        }
        return files(study.resolve(language.code())).stream().map(Chapter::read).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder + ": this folder does not exist. " + Study.WHOLE);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("slides.md"))
                    .sorted()
                    .toList();
        }
    }

    static Chapter read(Path file) {
        try {
            return new Chapter(
                    file, Files.readString(file).replace("\r\n", "\n").strip() + "\n");
        } catch (IOException e) {
            throw new InputException(file + ": cannot read the file as UTF-8 text: " + e.getMessage(), e);
        }
    }

    /** {@return the name without number, such as criteria} */
    String name() {
        return Declared.chapter(file);
    }
}
