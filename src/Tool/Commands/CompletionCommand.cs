using System.CommandLine;

namespace Slabwise.Tool.Commands;

/// <summary>Prints what makes a shell complete this command; the shell then asks the tool itself what fits.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _slabwise() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(slabwise "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _slabwise slabwise
        """;

    private const string Zsh =
        """
        _slabwise() {
            local -a words_found
            words_found=("${(@f)$(slabwise "[suggest:${#BUFFER}]" "$BUFFER" 2>/dev/null)}")
            compadd -a words_found
        }
        compdef _slabwise slabwise
        """;

    private const string Fish =
        """
        complete -c slabwise -f -a '(slabwise "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName slabwise -ScriptBlock {
            param($word, $line, $position)
            slabwise "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints the script by which a shell completes this command: source <(slabwise completion bash)") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return ExitCodes.Good;
        });
        return command;
    }
}
