/** The operator of regular expressions, which needs a library of its own. */
@org.jspecify.annotations.NullMarked
module org.cotangent.regex {
    requires transitive org.cotangent.spi;
    requires re2j;
    requires static org.jspecify;

    exports org.cotangent.regex;

    provides org.cotangent.spi.op.Operator with
            org.cotangent.regex.RegexFullMatch;
}
