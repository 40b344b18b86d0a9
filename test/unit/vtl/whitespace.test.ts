import { expect, test } from 'vitest';
import { renderTemplate } from '../../../src/vtl/template.ts';

const NO_INPUT = { body: '', params: { path: {}, querystring: {}, header: {} }, stageVariables: {}, context: {} };

/**
 * Directives take the blanks behind them and one line end. Blanks before #set vanish where no text stands before them: at the start, behind
 * a reference or another directive. What is expected was printed by Velocity 1.7 on 2026-11-29.
 */
test.each([
  ['#set on a line of its own leaves its indent', '{\n  #set($x = 2)\n  "b": $x\n}', '{\n    "b": 2\n}'],
  ['one line end goes, not the next', '#set($x = 2)  \n\n$x', '\n2'],
  ['a line end of Windows is one', '#set($x = 2)\t\r\n\tz', '\tz'],
  ['blanks before the text behind stay', '#set($x = 2)$x\n', '2\n'],
  ['at the start the blanks before #set vanish', '  #set($x = 2)  done', '  done'],
  ['behind text they stay', 'a  #set($x = 2)  b', 'a    b'],
  ['behind a reference they vanish', '$y \t#set($x = 2)b', 'b'],
  ['behind #set they vanish', '#set( $x = 1 )\n#set($y={})\n\t#set($y.z = "q")\n$y.z', 'q'],
  ['#if and #end take their lines', '#if(true)\n  yes\n#end\nno', '  yes\nno'],
  ['the indent of #if stays', '  #if(true) \n    yes\n  #else \n    no\n  #end \ntail', '      yes\n  tail'],
  ['#elseif takes one line end', '#if(false)\n1\n#elseif(true)\n\n2\n#end\n\nend', '\n2\n\nend'],
  ['#{else} as well', '#if(true)#{else}\n#end\n.', '.'],
  ['#else keeps the blanks of its line', '#if(false)x#else y#end z', ' y z'],
  ['blocks in blocks', '#if( true )\n#if( true )\n in\n#end\n#end\nout', ' in\nout'],
  ['#end takes no blank where text follows', 'a#if(true)b#end c\n', 'ab c\n'],
  ['#foreach takes its line', '#foreach($i in [1..2])\n- $i\n#end\n.', '- 1\n- 2\n.'],
  ['a loop in a line keeps its blanks', '#foreach($i in [1..3]) $i #end|', ' 1  2  3 |'],
  ['a comma before its item', '[#foreach($i in [1..2])\n  #if($i == 2),#end\n  "$i"\n#end\n]', '[    "1"\n  ,  "2"\n]'],
  ['a loop with line ends of Windows', '#foreach($i in [1..2])\r\n$i\r\n#end\r\n.', '1\r\n2\r\n.'],
  ['#break takes its line', '#foreach($i in [1..3])\n#if($i == 2)\n#break\n#end\n$i\n#end\n.', '1\n.'],
  ['a macro takes its line, and so do its calls', '#macro(l $t)\n  <$t>\n#end\n#l("a")\n#l("b")x', '  <a>\n  <b>\nx'],
  ['a block of #define keeps its own lines', '#define($d)\n  in\n#end\n[$d]', '[  in\n]'],
  ['a line comment takes its line end', 'a ## gone\n  b##\nc', 'a   bc'],
  ['a block comment takes nothing', 'a #* gone *# b #**#\nc', 'a  b \nc'],
  ['text that is not read keeps everything', '#[[\n  $raw  \n]]#\nend', '\n  $raw  \n\nend'],
  ['#stop leaves what stands before it', 'x\n#stop\ny', 'x\n'],
  ['references take nothing', '$x\n\n$y.z\n', '\n\n\n'],
  ['strings are templates', '#set($s = "#set($x = 1)\n$x")[$s]', '[1]'],
  ['line ends in strings stay', '#set($x = "a\n  b")\n$x', 'a\n  b'],
])('%s', (_rule, template, expected) => {
  expect(renderTemplate(template, NO_INPUT).output).toBe(expected);
});
