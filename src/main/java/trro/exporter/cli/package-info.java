/**
 * The command line: {@link trro.exporter.cli.Main} and one command a file, their options, and logging. Picocli and
 * logback have their home here. May use everything; nobody uses it.
 */
@NullMarked
package trro.exporter.cli;

import org.jspecify.annotations.NullMarked;
