package io.triskel.load.report.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Translations of the English sentences, from the file that is named by the language's code. */
final class Dictionary {
    private final Map<String, String> sentences;

    private Dictionary(Map<String, String> sentences) {
        this.sentences = sentences;
    }

    /** {@return the dictionary of a language; English needs none} */
    static Optional<Dictionary> of(Language language) {
        return language == Language.ENGLISH ? Optional.empty() : Optional.of(read(language.code() + ".json"));
    }

    private static Dictionary read(String file) {
        try (InputStream source = Objects.requireNonNull(Dictionary.class.getResourceAsStream(file))) {
            Map<String, String> sentences = new HashMap<>();
            for (Map.Entry<String, JsonNode> entry :
                    new ObjectMapper().readTree(source).properties()) {
                sentences.put(entry.getKey(), entry.getValue().textValue());
            }
            return new Dictionary(sentences);
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " in the jar is broken", broken);
        }
    }

    Optional<String> sentence(String english) {
        return Optional.ofNullable(sentences.get(english));
    }
}
