package io.triskel.kotlin

import io.triskel.kotlin.shipping.main
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.readText
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.parallel.ResourceLock
import org.junit.jupiter.api.parallel.Resources

/** The Kotlin that docs/kotlin.md shows stands in a source of this module, and prints what the page says. */
class KotlinPageTest {
    private val page = top().resolve("docs/kotlin.md").readText()

    @Test
    fun all_kotlin_of_the_page_is_compiled() {
        val sources = Files.walk(top().resolve("eda-kotlin/src/test/kotlin")).use { files ->
            files.filter { it.toString().endsWith(".kt") }.map { withoutSpace(it.readText()) }.toList()
        }

        val blocks = blocks("kotlin").map(::withoutSpace)

        assertThat(blocks).isNotEmpty().allMatch { block -> sources.any { block in it } }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_OUT)
    fun its_program_prints_what_the_page_says() {
        val printed = ByteArrayOutputStream()
        val before = System.out
        System.setOut(PrintStream(printed, true))
        try {
            main()
        } finally {
            System.setOut(before)
        }

        assertThat(printed.toString().trim()).isEqualToNormalizingNewlines(blocks("text").first().trim())
    }

    private fun blocks(language: String) =
        Regex("```$language\\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(page).map { it.groupValues[1] }.toList()

    private fun withoutSpace(text: String) = text.filterNot(Char::isWhitespace)

    private fun top() = generateSequence(Path.of("").toAbsolutePath()) { it.parent }.first { Files.exists(it.resolve("mvnw")) }
}
